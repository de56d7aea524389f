package dev.errand.samples.claimsweb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.sun.net.httpserver.HttpServer;
import dev.errand.Outcome;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.MailTransport;
import dev.errand.samples.data.MailServer;
import dev.errand.webhook.WebhookNotifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/**
 * Secrets stay where they were put: they are in no line of the log, however much of it is written, in no answer, in no row of
 * the database, and in no text that an object makes of itself; not when all goes well, and not when it fails. And an event is
 * one line, whatever people call their tasks.
 */
@Timeout(300) // seconds; a server starts
class SecretsTest {

    private static final String DATABASE = "canary-of-the-database-1";
    private static final String MAIL = "canary-of-the-mail-server-2";
    private static final String REMEMBER_ME = "canary-of-the-sessions-3";
    private static final byte[] WEBHOOK_KEY = "canary-of-the-webhook-no-4".getBytes(UTF_8);
    private static final String WEBHOOK = "whsec_" + Base64.getEncoder().encodeToString(WEBHOOK_KEY);
    private static final String FORGED = "Claims\r\n2026-11-29 ERROR forged\u001b[31m \u2028 red";
    private static final List<String> SECRETS = List.of(
            DATABASE,
            MAIL,
            REMEMBER_ME,
            WEBHOOK,
            WEBHOOK.substring("whsec_".length()),
            new String(WEBHOOK_KEY, UTF_8),
            Base64.getEncoder().encodeToString(("\0claims\0" + MAIL).getBytes(UTF_8)));

    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.errand");
    private final Logger everybody = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Log log = new Log();
    private final Log all = new Log();
    private final AtomicBoolean takesLogins = new AtomicBoolean(true);
    private final AtomicInteger logins = new AtomicInteger();
    private final Queue<String> webhooks = new ConcurrentLinkedQueue<>();
    private final CountDownLatch threeEnds = new CountDownLatch(3);
    private final SMTPServer mail = SMTPServer.port(0)
            .bindAddress(InetAddress.getLoopbackAddress())
            .hostName("localhost")
            .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, password, context) -> {
                logins.incrementAndGet();
                if (!takesLogins.get() || !password.equals(MAIL)) {
                    throw new LoginFailedException("no such person");
                }
            }))
            .requireAuth(true)
            .executorService(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    private final HttpServer hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);

    SecretsTest() throws IOException {}

    /** Everything that our packages log, as a line of a file would have it. */
    private static final class Log extends AppenderBase<ILoggingEvent> {

        private final Queue<String> messages = new ConcurrentLinkedQueue<>();
        private final Queue<String> traces = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            messages.add(
                    event.getFormattedMessage() + " " + event.getKeyValuePairs() + " " + event.getMDCPropertyMap());
            if (event.getThrowableProxy() != null) {
                traces.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    }

    @BeforeEach
    void listens() {
        log.start();
        all.start();
        mail.start();
        hook.createContext("/", exchange -> {
            webhooks.add(exchange.getRequestHeaders().entrySet() + "\n"
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(webhooks.size() == 1 ? 500 : 204, -1); // the first time, it is not in the mood
            exchange.close();
            threeEnds.countDown();
        });
        hook.start();
    }

    @AfterEach
    void stops() {
        everybody.detachAppender(all);
        everybody.setLevel(Level.INFO);
        ours.detachAppender(log);
        ours.setLevel(null);
        mail.stop();
        hook.stop(0);
    }

    @Test
    void stayWhereTheyWerePut(@TempDir Path directory) throws Exception {
        List<String> texts = new ArrayList<>();
        try (MailServer unused = new MailServer(directory.resolve("mail.mbox"));
                ConfigurableApplicationContext application = start(directory, unused)) {
            TaskEngine tasks = application.getBean(TaskEngine.class);

            TaskHandle<?> export = run(tasks, "export-claims", new ClaimQuery("", false), "Claims");
            TaskHandle<?> reminders = run(tasks, "remind-members", new ReminderQuery(2_100, false), "Reminders");
            takesLogins.set(false);
            TaskHandle<?> failing = run(tasks, "remind-members", new ReminderQuery(2_100, false), "Reminders again");
            tasks.submit(context -> "nothing", SubmitOptions.by("ana"));

            assertThat(export.snapshot().outcome()).containsInstanceOf(Outcome.Succeeded.class);
            assertThat(logins).as("the password was asked for").hasPositiveValue();
            assertThat(failing.snapshot().state().isFinal()).isTrue();
            assertThat(threeEnds.await(120, TimeUnit.SECONDS))
                    .as("notices of ends")
                    .isTrue();
            assertThat(tasks.find(reminders.id())).isPresent();

            texts.addAll(answers(application, export, failing));
            texts.addAll(rows(application.getBean(DataSource.class)));
            texts.addAll(webhooks);
            texts.add(application.getBean(MailTransport.class).toString());
            texts.add(application.getBean(WebhookNotifier.class).toString());
        }
        assertThat(log.messages).as("the log at its most").hasSizeGreaterThan(10);
        texts.addAll(all.messages);
        texts.addAll(all.traces);
        for (String secret : SECRETS) {
            assertThat(texts).as(secret).noneMatch(text -> text.contains(secret));
        }
    }

    @Test
    void anEventIsOneLineWhateverPeopleSend(@TempDir Path directory) throws Exception {
        try (MailServer unused = new MailServer(directory.resolve("mail.mbox"));
                ConfigurableApplicationContext application = start(directory, unused)) {
            Browserless ana = Browserless.signIn(addressOf(application), "ana");
            String forged = FORGED.replace("\r", "%0D").replace("\n", "%0A").replace("\u001b", "%1B");

            assertThat(ana.export("Atlantis" + forged.replace(" ", "%20").replace("\u2028", "%E2%80%A8"))
                            .get(30, TimeUnit.SECONDS)
                            .statusCode())
                    .as("a title has one line")
                    .isGreaterThanOrEqualTo(400);
            assertThat(ana.get("/background-tasks/api/v1/tasks/x%C2%85y%E2%80%AEz"))
                    .contains("task-not-found");
            assertThat(ana.get("/background-tasks/api/v1/tasks?q=a%0D%0Aforged&sort=x%0D%0Ay"))
                    .contains("invalid-parameters");
        }
        assertThat(log.messages)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\p{Cc}\u2028\u2029\u202e]"));
    }

    private static String addressOf(ConfigurableApplicationContext application) {
        return "http://localhost:" + ClaimsWeb.portOf(application);
    }

    private ConfigurableApplicationContext start(Path directory, MailServer unused) {
        return new SpringApplicationBuilder(ClaimsWeb.class)
                .properties(
                        Map.of("claims.directory", directory.toAbsolutePath().toString()))
                .initializers((GenericApplicationContext context) -> {
                    ours.setLevel(Level.TRACE); // by now, Spring Boot has set up the log
                    ours.addAppender(log);
                    everybody.setLevel(Level.DEBUG);
                    everybody.addAppender(all);
                    context.registerBean(MailServer.class, () -> unused);
                    context.registerBean(
                            WebhookNotifier.class,
                            () -> WebhookNotifier.to(
                                    URI.create("http://localhost:"
                                            + hook.getAddress().getPort() + "/"),
                                    WEBHOOK));
                })
                .run(
                        "--server.port=0",
                        "--claims.number=100",
                        "--claims.members=5",
                        "--claims.remember-me-key=" + REMEMBER_ME,
                        "--spring.datasource.username=sa",
                        "--spring.datasource.password=" + DATABASE,
                        "--spring.mail.port=" + mail.getPortAllocated(),
                        "--spring.mail.username=claims",
                        "--spring.mail.password=" + MAIL);
    }

    /** Runs a task of the application to its end, for Ana. */
    @SuppressWarnings("unchecked") // the names are those of the input's types
    private static <I> TaskHandle<?> run(TaskEngine tasks, String name, I input, String title) throws Exception {
        TaskType<I, ?> type = (TaskType<I, ?>) tasks.types().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
        TaskHandle<?> handle = tasks.submit(type, input, SubmitOptions.by("ana").title(title));
        assertThat(handle.await(ofSeconds(60))).as(title).isPresent();
        return handle;
    }

    /** What an operator and a user can read. */
    private static List<String> answers(
            ConfigurableApplicationContext application, TaskHandle<?> export, TaskHandle<?> failing) throws Exception {
        String api = "/background-tasks/api/v1";
        List<String> bodies = new ArrayList<>();
        for (String name : List.of("ana", "olga")) {
            Browserless person = Browserless.signIn(addressOf(application), name);
            for (String path : List.of(
                    "/",
                    api + "/tasks",
                    api + "/tasks/" + export.id(),
                    api + "/tasks/" + failing.id(),
                    api + "/tasks/" + failing.id() + "/failures",
                    api + "/dashboard/overview",
                    api + "/dashboard/types",
                    api + "/dashboard/workers",
                    api + "/dashboard/files",
                    api + "/dashboard/audit",
                    api + "/dashboard/tasks/" + failing.id(),
                    api + "/tasks?sort=owner")) {
                boolean refused = name.equals("ana") && path.startsWith(api + "/dashboard");
                HttpResponse<String> answer = person.answer(path);
                assertThat(answer.statusCode())
                        .as("%s asks for %s", name, path)
                        .isEqualTo(path.endsWith("?sort=owner") ? 400 : refused ? 403 : 200);
                bodies.add(answer.body());
            }
        }
        assertThat(bodies)
                .as("both are shown the task that failed, and it alone")
                .filteredOn(body -> body.startsWith("{\"id\":\"" + failing.id()))
                .hasSizeGreaterThanOrEqualTo(2);
        return bodies;
    }

    private static List<String> rows(DataSource source) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = source.getConnection();
                ResultSet tables =
                        connection.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"BASE TABLE"})) {
            while (tables.next()) {
                rows.addAll(rowsOf(connection, tables.getString("TABLE_NAME")));
            }
        }
        assertThat(rows).hasSizeGreaterThan(3);
        return rows;
    }

    private static List<String> rowsOf(Connection connection, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (var statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT * FROM " + table)) {
            while (results.next()) {
                StringBuilder row = new StringBuilder(table);
                for (int column = 1; column <= results.getMetaData().getColumnCount(); column++) {
                    row.append('|').append(text(results, column));
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }

    private static String text(ResultSet results, int column) throws SQLException {
        int type = results.getMetaData().getColumnType(column);
        if (type != Types.BLOB && type != Types.VARBINARY && type != Types.BINARY) {
            return String.valueOf(results.getString(column));
        }
        byte[] bytes = results.getBytes(column);
        return bytes == null ? "" : new String(bytes, ISO_8859_1);
    }
}
