package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofHours;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Outcome;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTls;
import dev.errand.mail.smtp.SmtpTransport;
import java.util.stream.IntStream;

/** A process that sends a campaign over SMTP, with the ledger in a database. */
final class SmallHeapChild {

    private static final TaskType<String, CampaignReport> NEWS =
            TaskType.named("news", String.class, CampaignReport.class);

    private static final Campaign<Integer> NEWSLETTER = Campaign.<Integer>to(member -> "m" + member + "@example.org")
            .from("News <news@example.org>")
            .subject(member -> "News for member " + member)
            .html(member -> "<p>Dear member " + member + ",</p><p>there is news.</p>")
            .text(member -> "Dear member " + member + ",\n\nthere is news.")
            .outcomeFile("outcomes.csv");

    private SmallHeapChild() {}

    /**
     * Sends it, and prints how it ended, how long it took and how much heap there is.
     *
     * @param arguments where the database is, the port of the mail server, and how many recipients there are
     */
    public static void main(String[] arguments) throws Exception {
        int members = Integer.parseInt(arguments[2]);
        SmtpTransport transport = SmtpTransport.to(SmtpServer.at("127.0.0.1", Integer.parseInt(arguments[1]))
                .tls(SmtpTls.NONE)
                .maxConnections(16)
                .messagesPerConnection(10_000));
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(arguments[0]);
            pool.setMaximumPoolSize(4);
            try (TaskEngine engine = TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(pool))
                    .register(
                            NEWS,
                            (input, context) ->
                                    NEWSLETTER.send(IntStream.range(0, members).boxed(), transport, context))
                    .build()) {
                Outcome<CampaignReport> outcome =
                        engine.submit(NEWS, "go", by("ana")).await(ofHours(1)).orElseThrow();
                System.out.println(
                        outcome instanceof Outcome.Succeeded<CampaignReport>(CampaignReport report)
                                ? "sent " + report.sent() + " in "
                                        + report.took().toSeconds() + " s with "
                                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB"
                                : "failed: " + outcome);
            }
        }
    }
}
