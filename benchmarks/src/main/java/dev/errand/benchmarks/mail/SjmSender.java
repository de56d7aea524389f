package dev.errand.benchmarks.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/**
 * Simple Java Mail with its batch module, without a ledger: a pool of as many connections as threads, which are kept for the
 * whole mailing, and a few messages waiting for each.
 */
final class SjmSender implements MailSender {

    private static final int WAITING = 4;
    private static final int EXPIRY_MILLIS = 10_000;

    @Override
    public Duration send(int port, int connections, int messages) throws Exception {
        Mailer mailer = MailerBuilder.withSMTPServer("127.0.0.1", port)
                .withTransportStrategy(TransportStrategy.SMTP)
                .withThreadPoolSize(connections)
                .withConnectionPoolCoreSize(0)
                .withConnectionPoolMaxSize(connections)
                .withConnectionPoolExpireAfterMillis(EXPIRY_MILLIS)
                .buildMailer();
        Semaphore waiting = new Semaphore(connections * WAITING);
        List<CompletableFuture<Void>> sent = new ArrayList<>(messages);
        for (int i = 0; i < messages; i++) {
            Email email = email(Recipient.number(i));
            waiting.acquire();
            sent.add(mailer.sendMail(email, true).whenComplete((done, failed) -> waiting.release()));
        }
        for (CompletableFuture<Void> one : sent) {
            one.get();
        }
        mailer.shutdownConnectionPool().get();
        return Duration.ZERO;
    }

    private static Email email(Recipient recipient) {
        return EmailBuilder.startingBlank()
                .from(Recipient.FROM_NAME, Recipient.FROM)
                .to(recipient.name(), recipient.email())
                .withSubject(recipient.subject())
                .withPlainText(recipient.text())
                .withHTMLText(recipient.html())
                .withHeader("List-Unsubscribe", recipient.unsubscribe())
                .withHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .buildEmail();
    }
}
