package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.BackgroundTask;
import dev.errand.Restarts;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.Delivery;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * A process that sends a campaign, or goes on with one that another process has begun. Its mail server is a file of what really
 * happened: a line when a message comes in, and a line when it is accepted. It outlives the process, as a server would.
 */
final class CampaignChild {

    static final int CONNECTIONS = 8;
    static final String KEY = "the campaign";

    /** However many die over it. */
    static final TaskType<String, CampaignReport> REMIND =
            TaskType.named("remind", String.class, CampaignReport.class).restarting(new Restarts(1_000));

    private static final Campaign<String> REMINDER = Campaign.<String>to(member -> member + "@example.org")
            .from("Claims <claims@example.org>")
            .subject("Please sign")
            .text(member -> "Dear " + member);

    private CampaignChild() {}

    /**
     * Sends it, and prints how it ended.
     *
     * @param arguments where the database is, the file, how many recipients there are, and the message from which on all
     *     connections hold still
     */
    public static void main(String[] arguments) throws Exception {
        int members = Integer.parseInt(arguments[2]);
        int holdFrom = Integer.parseInt(arguments[3]);
        try (HikariDataSource pool = new HikariDataSource();
                FileChannel file = FileChannel.open(Path.of(arguments[1]), CREATE, APPEND)) {
            pool.setJdbcUrl(arguments[0]);
            pool.setMaximumPoolSize(4);
            try (TaskEngine engine = engine(
                    pool,
                    (input, context) -> REMINDER.send(
                            names(members), new FileServer(file, context.attempt(), holdFrom), context))) {
                TaskHandle<CampaignReport> handle =
                        engine.submit(REMIND, "go", by("ana").key(KEY));
                System.out.println("ended " + handle.await(ofMinutes(5)).isPresent());
            }
        }
    }

    static TaskEngine engine(DataSource source, BackgroundTask<String, CampaignReport> task) {
        TaskEngineBuilder builder =
                TaskEngine.builder().registry(JdbcTaskRegistry.on(source)).lease(ofSeconds(30));
        return builder.register(REMIND, task).build();
    }

    static List<String> names(int members) {
        return IntStream.range(0, members).mapToObj(i -> "m" + i).toList();
    }

    /** One attempt's way to the server. */
    private static final class FileServer implements MailTransport {

        private final FileChannel file;
        private final int attempt;
        private final int holdFrom;
        private final AtomicInteger messages = new AtomicInteger();
        private final CountDownLatch never = new CountDownLatch(1);
        private final AtomicInteger holding = new AtomicInteger();

        FileServer(FileChannel file, int attempt, int holdFrom) {
            this.file = file;
            this.attempt = attempt;
            this.holdFrom = holdFrom;
        }

        @Override
        public int maxConnections() {
            return CONNECTIONS;
        }

        @Override
        public Retry reconnect() {
            return Retry.never();
        }

        @Override
        public MailConnection open() {
            return new MailConnection() {
                @Override
                public Delivery send(MailMessage message) {
                    return accept(message);
                }

                @Override
                public boolean isUsable() {
                    return true;
                }

                @Override
                public void close() {}
            };
        }

        /** Of those that hold still, every other one has been accepted before. */
        private Delivery accept(MailMessage message) {
            String email = message.envelope().to().email();
            int number = messages.incrementAndGet();
            boolean holds = number >= holdFrom;
            write("handed " + email);
            if (holds) {
                write("held " + email);
            }
            if (holds && number % 2 == 0) {
                hold();
            }
            write("accepted " + email);
            if (holds) {
                hold();
            }
            return new Delivery.Accepted("250 ok");
        }

        private void hold() {
            if (holding.incrementAndGet() == CONNECTIONS) {
                System.out.println("all hold in attempt " + attempt);
            }
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts it", e);
            }
        }

        /** In one piece; what the kernel has, a kill does not take away. */
        private void write(String line) {
            try {
                ByteBuffer bytes = ByteBuffer.wrap((attempt + " " + line + "\n").getBytes(UTF_8));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
