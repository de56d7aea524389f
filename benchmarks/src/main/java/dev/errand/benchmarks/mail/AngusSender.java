package dev.errand.benchmarks.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** The same messages by hand: Angus with as many connections, each on a virtual thread of its own, without a ledger. */
final class AngusSender implements MailSender {

    @Override
    public Duration send(int port, int connections, int messages) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", String.valueOf(port));
        Session session = Session.getInstance(properties);
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                senders.add(threads.submit(() -> {
                    sendAll(session, next, messages);
                    return next;
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
        return Duration.ZERO;
    }

    private static void sendAll(Session session, AtomicInteger next, int messages)
            throws MessagingException, IOException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            for (int i = next.getAndIncrement(); i < messages; i = next.getAndIncrement()) {
                MimeMessage message = message(session, Recipient.number(i));
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
    }

    private static MimeMessage message(Session session, Recipient recipient) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(Recipient.FROM, Recipient.FROM_NAME, "UTF-8"));
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(recipient.email(), recipient.name(), "UTF-8"));
        message.setSubject(recipient.subject(), "UTF-8");
        message.setHeader("List-Unsubscribe", recipient.unsubscribe());
        message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(recipient.text(), "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(recipient.html(), "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        return message;
    }
}
