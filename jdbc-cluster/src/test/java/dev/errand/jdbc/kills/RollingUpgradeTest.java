package dev.errand.jdbc.kills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.kills.Diary.Entry;
import dev.errand.jdbc.kills.Diary.What;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.ChildProcess;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.ServerDatabase;
import dev.errand.jdbc.parts.Sql;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of an application share their tasks while it is upgraded, each with its own class path: row D11. */
@Timeout(300)
class RollingUpgradeTest {

    private static final String OLD_ORDER = "package upgrade; public record Order(String number) {}";
    private static final String NEW_ORDER = "package upgrade; public record Order(String number, Integer copies) {}";
    private static final String NEW_REFUND = "package upgrade; public record Refund(String number) {}";
    private static final String OLD_PAYMENT = """
            package upgrade;
            public sealed interface Payment {
                record Cash(String amount) implements Payment {}
                record Cheque(String number) implements Payment {}
            }
            """;
    private static final String NEW_PAYMENT = """
            package upgrade;
            public sealed interface Payment {
                record Cash(String amount) implements Payment {}
            }
            """;

    @TempDir
    Path directory;

    private final AtomicInteger submitters = new AtomicInteger();
    private Path diaries;
    private Path oldClasses;
    private Path newClasses;

    @BeforeEach
    void compilesBothVersions() throws IOException {
        diaries = Files.createDirectory(directory.resolve("diaries"));
        oldClasses = compiled("old", OLD_ORDER, OLD_PAYMENT);
        newClasses = compiled("new", NEW_ORDER, NEW_REFUND, NEW_PAYMENT);
    }

    @Test
    void leavesWhatIsNewToThoseWhoKnowIt() throws Exception {
        try (ServerDatabase database = PostgresServer.shared().newDatabase("upgrade");
                ChildProcess oldWorker = node(oldClasses, database, "old-worker")) {
            submit(newClasses, database, "Order");
            submit(newClasses, database, "Refund");
            String left = oldWorker.awaitLine(line -> line.contains("is left to others"), Fleet.LIMIT);
            assertThat(left).contains("may be newer");
            submit(oldClasses, database, "Order");
            awaitEffect("Order[number=4711]", "old-worker");
            assertThat(states(database, "Refund")).containsExactly("QUEUED, 0 attempts");
            awaitOneOfTwo(database, "Order");

            try (ChildProcess newWorker = node(newClasses, database, "new-worker")) {
                awaitEffect("Refund[number=4711]", "new-worker");
                awaitEffect("Order[number=4711, copies=2]", "new-worker");
                assertThat(newWorker.isAlive()).isTrue();
            }
        }
    }

    /** A class that is gone looks like one that is yet to come: what was submitted stays for whoever has it. */
    @Test
    void leavesWhatIsOfAClassThatIsGone() throws Exception {
        try (ServerDatabase database = PostgresServer.shared().newDatabase("upgrade");
                ChildProcess newWorker = node(newClasses, database, "new-worker")) {
            submit(oldClasses, database, "Payment$Cheque");
            submit(oldClasses, database, "Payment$Cash");

            awaitEffect("Cash[amount=4711]", "new-worker");
            String left = newWorker.awaitLine(line -> line.contains("is left to others"), Fleet.LIMIT);
            assertThat(left).contains("may be newer");
            awaitOneOfTwo(database, "Payment");
            assertThat(Sql.texts(database.dataSource(), "SELECT input FROM errand_task WHERE state = 'QUEUED'"))
                    .singleElement()
                    .asString()
                    .contains("Cheque", "4711");
            assertThat(newWorker.isAlive()).isTrue();
        }
    }

    /** That one of two has ended, and the other one waits; a task says that it is done before its end is written. */
    private static void awaitOneOfTwo(ServerDatabase database, String type) throws Exception {
        Await.until(
                "one of two has ended",
                Fleet.LIMIT,
                () -> states(database, type).equals(List.of("QUEUED, 0 attempts", "SUCCEEDED, 1 attempts")));
    }

    private static List<String> states(ServerDatabase database, String type) throws SQLException {
        return Sql.texts(
                database.dataSource(),
                "SELECT state || ', ' || attempt || ' attempts' FROM errand_task WHERE type = '" + type
                        + "' ORDER BY state");
    }

    private void awaitEffect(String what, String node) throws IOException {
        Await.until(
                what + " by " + node,
                Fleet.LIMIT,
                () -> Diary.read(node, diaries).stream()
                        .filter(entry -> entry.what() == What.DONE)
                        .map(Entry::detail)
                        .anyMatch(what::equals));
    }

    private void submit(Path classes, ServerDatabase database, String what) throws Exception {
        String name = "submitter-" + submitters.incrementAndGet();
        try (ChildProcess submitter = node(classes, database, name, what)) {
            assertThat(submitter.awaitEnd(Fleet.LIMIT)).as(submitter.toString()).isZero();
        }
    }

    private ChildProcess node(Path classes, ServerDatabase database, String name, String... what) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(database.url(), diaries.toString(), name));
        arguments.addAll(List.of(what));
        ChildProcess node = ChildProcess.of(UpgradeNode.class)
                .on(classes + File.pathSeparator + ChildProcess.Launch.classPath())
                .start(arguments.toArray(String[]::new));
        var unused = node.awaitLine(line -> line.startsWith("ready"), Fleet.LIMIT);
        return node;
    }

    /** The classes of one version, made by the compiler that comes with this JVM. */
    private Path compiled(String version, String... sources) throws IOException {
        Path classes = Files.createDirectories(directory.resolve(version));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "javac").toString(), "-d", classes.toString()));
        for (String source : sources) {
            String name = source.replaceAll("(?s).*?public (?:record|sealed interface) (\\w+).*", "$1");
            Path file = Files.createDirectories(directory.resolve("source-" + version))
                    .resolve(name + ".java");
            Files.writeString(file, source);
            command.add(file.toString());
        }
        Process compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
        String complaints = new String(compiler.getInputStream().readAllBytes(), UTF_8);
        assertThat(compiler.onExit().join().exitValue()).as(complaints).isZero();
        return classes;
    }
}
