package dev.errand.benchmarks.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** All messages at once, as Spring takes them: over one connection, without a ledger. */
final class SpringSender implements MailSender {

    @Override
    public Duration send(int port, int connections, int messages) throws Exception {
        JavaMailSenderImpl spring = new JavaMailSenderImpl();
        spring.setHost("127.0.0.1");
        spring.setPort(port);
        MimeMessage[] all = new MimeMessage[messages];
        for (int i = 0; i < messages; i++) {
            all[i] = message(spring, Recipient.number(i));
        }
        spring.send(all);
        return Duration.ZERO;
    }

    private static MimeMessage message(JavaMailSenderImpl spring, Recipient recipient)
            throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = spring.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, true, "UTF-8");
        helper.setFrom(Recipient.FROM, Recipient.FROM_NAME);
        helper.setTo(new InternetAddress(recipient.email(), recipient.name(), "UTF-8"));
        helper.setSubject(recipient.subject());
        helper.setText(recipient.text(), recipient.html());
        message.setHeader("List-Unsubscribe", recipient.unsubscribe());
        message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return message;
    }
}
