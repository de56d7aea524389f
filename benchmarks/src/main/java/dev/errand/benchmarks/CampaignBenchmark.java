package dev.errand.benchmarks;

import dev.errand.engine.TaskEngine;
import dev.errand.mail.Campaign;
import dev.errand.mail.MailTransport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTls;
import dev.errand.mail.smtp.SmtpTransport;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Messages a second to a sink in another process: a campaign, and the same messages by Angus with reused connections,
 * each with and without its provider named (the fork of the latter looks it up for every part).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class CampaignBenchmark {

    private static final int RECIPIENTS = 2_000;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Somebody who gets a message. */
    record Recipient(String email, String name, String order, String token) {

        static Recipient number(int i) {
            return new Recipient(
                    "user" + i + "@example.org",
                    "Jiří Novák " + i,
                    "A" + (100_000 + i),
                    Long.toHexString(i * 0x9E3779B9L));
        }

        String subject() {
            return "Dobrý den, " + name + " – vaše objednávka " + order;
        }

        String html() {
            return "<!DOCTYPE html><html><body><h1>Dobrý den, " + name + "</h1><p>objednávka <b>" + order + "</b></p>"
                    + PARAGRAPH.repeat(12) + "<p><a href=\"https://shop.example.com/u/" + token
                    + "\">Odhlásit odběr</a></p></body></html>";
        }

        String text() {
            return "Dobrý den, " + name + ",\n\nobjednávka " + order + "\n\n" + LINE.repeat(12)
                    + "\nOdhlásit odběr: https://shop.example.com/u/" + token + "\n";
        }
    }

    private static final String PARAGRAPH =
            "<div class=\"b\"><p>Naše nová kolekce přináší lehké materiály a poctivé zpracování.</p></div>\n";
    private static final String LINE = "Naše nová kolekce přináší lehké materiály a poctivé zpracování.\n";

    private static final Campaign<Recipient> CAMPAIGN = Campaign.<Recipient>to(Recipient::email)
            .name(Recipient::name)
            .from("Obchod Příklad <news@shop.example.com>")
            .subject(Recipient::subject)
            .text(Recipient::text)
            .html(Recipient::html)
            .header("List-Unsubscribe", recipient -> "<https://shop.example.com/u/" + recipient.token() + ">");

    /** How many connections at the same time. */
    @Param({"1", "8"})
    public int connections;

    private final List<Recipient> recipients =
            IntStream.range(0, RECIPIENTS).mapToObj(Recipient::number).toList();
    private final TaskEngine tasks = TaskEngine.inMemory();
    private List<Process> sinks = List.of();
    private int port;

    /**
     * Starts the sink.
     *
     * @throws IOException if it cannot be started
     */
    @Setup
    public void startSink() throws IOException {
        Process sink = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmtpSink.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = sink.inputReader(StandardCharsets.US_ASCII);
        port = Integer.parseInt(said.readLine());
        sinks = List.of(sink);
    }

    /** Stops everything. */
    @TearDown
    public void stop() {
        tasks.close();
        sinks.forEach(Process::destroy);
    }

    /**
     * A campaign as a task.
     *
     * @return the outcome
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    @OperationsPerInvocation(RECIPIENTS)
    public Object errand() throws InterruptedException {
        return campaign();
    }

    /**
     * A campaign as a task, with the provider looked up as it is by default.
     *
     * @return the outcome
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    @OperationsPerInvocation(RECIPIENTS)
    @Fork(value = 1)
    public Object errandByDefault() throws InterruptedException {
        return campaign();
    }

    private Object campaign() throws InterruptedException {
        MailTransport mail = SmtpTransport.to(SmtpServer.at("127.0.0.1", port)
                .tls(SmtpTls.NONE)
                .maxConnections(connections)
                .messagesPerConnection(RECIPIENTS));
        return tasks.submit("campaign", context -> CAMPAIGN.send(recipients, mail, context))
                .await(LIMIT)
                .orElseThrow();
    }

    /**
     * The same messages by hand.
     *
     * @throws Exception if one cannot be sent
     */
    @Benchmark
    @OperationsPerInvocation(RECIPIENTS)
    public void angus() throws Exception {
        byHand();
    }

    /**
     * The same messages by hand, with the provider looked up as it is by default.
     *
     * @throws Exception if one cannot be sent
     */
    @Benchmark
    @OperationsPerInvocation(RECIPIENTS)
    @Fork(value = 1)
    public void angusByDefault() throws Exception {
        byHand();
    }

    private void byHand() throws InterruptedException, ExecutionException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", String.valueOf(port));
        Session session = Session.getInstance(properties);
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> senders = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                senders.add(threads.submit(() -> {
                    sendAll(session, next);
                    return null;
                }));
            }
            for (Future<Void> sender : senders) {
                sender.get();
            }
        }
    }

    private void sendAll(Session session, AtomicInteger next) throws MessagingException, IOException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            for (int i = next.getAndIncrement(); i < RECIPIENTS; i = next.getAndIncrement()) {
                MimeMessage message = message(session, recipients.get(i));
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
    }

    private static MimeMessage message(Session session, Recipient recipient) throws MessagingException, IOException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("news@shop.example.com", "Obchod Příklad", "UTF-8"));
        message.setRecipient(
                Message.RecipientType.TO, new InternetAddress(recipient.email(), recipient.name(), "UTF-8"));
        message.setSubject(recipient.subject(), "UTF-8");
        message.setHeader("List-Unsubscribe", "<https://shop.example.com/u/" + recipient.token() + ">");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(recipient.text(), "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(recipient.html(), "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        return message;
    }
}
