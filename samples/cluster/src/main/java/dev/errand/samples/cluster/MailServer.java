package dev.errand.samples.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.subethamail.smtp.helper.SimpleMessageListener;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server, outside of everything that is killed: it speaks real SMTP, and remembers who has got a mail. */
final class MailServer implements SimpleMessageListener, AutoCloseable {

    private final List<String> recipients = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch halfWay;
    private final SMTPServer server;

    MailServer(int halfWay) {
        this.halfWay = new CountDownLatch(halfWay);
        server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .simpleMessageListener(this)
                .executorService(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        server.start();
    }

    int port() {
        return server.getPortAllocated();
    }

    /** Falls to zero as the mails come in. */
    CountDownLatch halfWay() {
        return halfWay;
    }

    /** The addresses of those who have got a mail; who got two is there twice. */
    List<String> recipients() {
        return List.copyOf(recipients);
    }

    @Override
    public boolean accept(String from, String recipient) {
        return true;
    }

    @Override
    public void deliver(String from, String recipient, InputStream data) throws IOException {
        data.transferTo(OutputStream.nullOutputStream());
        recipients.add(recipient);
        halfWay.countDown();
    }

    @Override
    public void close() {
        server.stop();
    }
}
