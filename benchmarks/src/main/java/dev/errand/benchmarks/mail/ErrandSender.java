package dev.errand.benchmarks.mail;

import dev.errand.Outcome;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.MailTransport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTls;
import dev.errand.mail.smtp.SmtpTransport;
import java.time.Duration;
import java.util.stream.IntStream;

/** A campaign as a task in memory, with its ledger. */
final class ErrandSender implements MailSender {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Campaign<Recipient> CAMPAIGN = Campaign.<Recipient>to(Recipient::email)
            .name(Recipient::name)
            .from(Recipient.FROM_NAME + " <" + Recipient.FROM + ">")
            .subject(Recipient::subject)
            .text(Recipient::text)
            .html(Recipient::html)
            .header("List-Unsubscribe", Recipient::unsubscribe)
            .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");

    @Override
    public Duration send(int port, int connections, int messages) throws Exception {
        MailTransport mail = SmtpTransport.to(SmtpServer.at("127.0.0.1", port)
                .tls(SmtpTls.NONE)
                .maxConnections(connections)
                .messagesPerConnection(messages));
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            Outcome<CampaignReport> outcome = tasks.submit(
                            "campaign",
                            context -> CAMPAIGN.send(
                                    IntStream.range(0, messages)
                                            .mapToObj(Recipient::number)
                                            .iterator(),
                                    mail,
                                    context))
                    .await(LIMIT)
                    .orElseThrow();
            if (!(outcome instanceof Outcome.Succeeded<CampaignReport>(CampaignReport report))
                    || report.sent() != messages) {
                throw new IllegalStateException("not all were sent to: " + outcome);
            }
        }
        return Duration.ZERO;
    }
}
