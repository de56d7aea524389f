package dev.errand.samples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcArtifactStore;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.registry.NodeStatus;
import dev.errand.samples.cluster.Report.Killed;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Two machines share the work of an office, and one of them is killed in the middle of it. Then everything is counted, by the
 * tasks themselves and by the world around them.
 */
@Command(
        name = "demo cluster",
        description = "Two workers export, pay and mail from one queue in PostgreSQL. One is killed half-way.")
public final class ClusterDemo implements Callable<Integer> {

    private static final int MOST = 1_000_000;
    private static final int LONGEST_LEASE = 60;
    private static final int YEAR = 2026;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Option(names = "--claims", defaultValue = "24000", description = "How many claims (default: ${DEFAULT-VALUE})")
    private int claims;

    @Option(names = "--members", defaultValue = "2000", description = "How many members (default: ${DEFAULT-VALUE})")
    private int members;

    @Option(
            names = "--lease",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long a worker that does not answer is waited for (default: ${DEFAULT-VALUE})")
    private int lease;

    @Option(
            names = "--dir",
            defaultValue = "target/demo-cluster",
            description = "Where to leave workbooks and logs (default: ${DEFAULT-VALUE})")
    private Path directory = Path.of("target/demo-cluster");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    @SuppressWarnings("UnusedVariable") // picocli answers it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final PrintStream out;
    private final Starts starts = new Starts();
    private Instant begun = Instant.now();

    private ClusterDemo(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the demo.
     *
     * @param arguments its options; {@code --help} lists them
     */
    public static void main(String... arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        System.exit(run(out, arguments));
    }

    static int run(PrintStream out, String... arguments) {
        return new CommandLine(new ClusterDemo(out))
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        requireRange("--claims", claims, 1, MOST);
        requireRange("--members", members, 2, MOST);
        requireRange("--lease", lease, 1, LONGEST_LEASE);
        directory = directory.toAbsolutePath();
        clear();
        try (EmbeddedPostgres server = startPostgres();
                BankServer bank = new BankServer();
                MailServer mail = new MailServer(members / 2);
                ClaimsDatabase database = new ClaimsDatabase(server.getJdbcUrl("postgres", "postgres"))) {
            database.fill(claims, members);
            Places places = new Places(
                    server.getJdbcUrl("postgres", "postgres"), mail.port(), bank.port(), Duration.ofSeconds(lease));
            out.printf(Locale.ROOT, "PostgreSQL is started, with %,d claims and %,d members%n", claims, members);
            try (NodeProcess one = startWorker("worker-1", places);
                    NodeProcess two = startWorker("worker-2", places)) {
                one.awaitReady();
                two.awaitReady();
                out.printf("worker-1 and worker-2 have joined, as processes %d and %d%n", one.pid(), two.pid());
                out.printf("One that is not heard of for %d s is taken for dead; by default it is 30 s%n", lease);
                return watch(database, bank, mail, places, List.of(one, two)) ? 0 : 1;
            }
        }
    }

    private EmbeddedPostgres startPostgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on") // it would not be, as that of tests
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private NodeProcess startWorker(String name, Places places) throws IOException {
        return NodeProcess.start(WorkerMain.class, name, places, directory, line -> starts.heard(name, line));
    }

    /** The operator: runs nothing, and sees everything. */
    private static TaskEngine operator(DataSource dataSource) {
        return TaskEngine.builder()
                .registerRemote(Office.EXPORT)
                .registerRemote(Office.PAY)
                .registerRemote(Office.REMIND)
                .registry(JdbcTaskRegistry.on(dataSource))
                .executor(ClusterExecutor.on(dataSource))
                .artifacts(JdbcArtifactStore.on(dataSource))
                .nodeName("operator")
                .build();
    }

    private boolean watch(
            ClaimsDatabase database, BankServer bank, MailServer mail, Places places, List<NodeProcess> workers)
            throws Exception {
        try (TaskEngine tasks = operator(database.source())) {
            List<TaskHandle<?>> handles = submit(tasks, places);
            Killed killed = killHalfWay(tasks, handles, bank, mail, workers);
            awaitEnd(tasks, handles, bank, mail);
            return report(tasks, handles, database, bank, mail, killed);
        }
    }

    /** By a process that ends when all is accepted. */
    private List<TaskHandle<?>> submit(TaskEngine tasks, Places places) throws IOException, InterruptedException {
        begun = Instant.now();
        try (NodeProcess submitter =
                NodeProcess.start(SubmitterMain.class, "submitter", places, directory, line -> {})) {
            List<TaskHandle<?>> handles = new ArrayList<>();
            for (String line : submitter.awaitEnd()) {
                TaskId id = TaskId.parse(line.substring(NodeProcess.ACCEPTED.length() + 1));
                handles.add(tasks.find(id).orElseThrow());
            }
            out.printf("submitter has handed in %d tasks, and has ended%n%n", handles.size());
            return handles;
        }
    }

    private Killed killHalfWay(
            TaskEngine tasks, List<TaskHandle<?>> handles, BankServer bank, MailServer mail, List<NodeProcess> workers)
            throws InterruptedException {
        TaskHandle<?> campaign = handles.getFirst();
        while (!mail.halfWay().await(1, SECONDS)) {
            show(tasks, handles, bank, mail);
            workers.forEach(NodeProcess::requireAlive);
            if (campaign.snapshot().state().isFinal()) {
                throw new IllegalStateException("the campaign has ended too early: " + campaign.snapshot());
            }
        }
        String name = starts.workerOf(campaign.id()).orElseThrow();
        NodeProcess worker = workers.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<TaskSnapshot> underWay = runningOn(tasks, name);
        worker.kill();
        Instant at = Instant.now();
        out.printf("%n%7s  kill -9 of %s, which runs:%n", time(at), name);
        underWay.forEach(task -> out.printf("           %s%n", task.title()));
        out.println();
        return new Killed(name, at);
    }

    private static List<TaskSnapshot> runningOn(TaskEngine tasks, String name) {
        return tasks.nodes().stream()
                .map(NodeStatus::node)
                .filter(node -> node.name().equals(name))
                .flatMap(node -> tasks.runningOn(node.id()).stream())
                .toList();
    }

    private void awaitEnd(TaskEngine tasks, List<TaskHandle<?>> handles, BankServer bank, MailServer mail)
            throws InterruptedException {
        Instant limit = Instant.now().plus(LONGEST);
        for (TaskHandle<?> handle : handles) {
            while (handle.await(Duration.ofSeconds(1)).isEmpty()) {
                show(tasks, handles, bank, mail);
                if (Instant.now().isAfter(limit)) {
                    return; // the report says what is lost
                }
            }
        }
    }

    private void show(TaskEngine tasks, List<TaskHandle<?>> handles, BankServer bank, MailServer mail) {
        long done = handles.stream()
                .filter(handle -> handle.snapshot().state().isFinal())
                .count();
        StringBuilder workers = new StringBuilder();
        for (NodeStatus node : tasks.nodes().reversed()) {
            if (node.node().capacity() > 0) {
                workers.append("  ").append(node.node().name());
                workers.append(node.alive() ? " runs " + node.running() : " is taken for dead");
            }
        }
        out.printf(
                Locale.ROOT,
                "%7s  %2d of %d tasks done  %,6d payments  %,6d mails %s%n",
                time(Instant.now()),
                done,
                handles.size(),
                bank.transfers().size(),
                mail.recipients().size(),
                workers);
    }

    private String time(Instant at) {
        return Report.seconds(Duration.between(begun, at));
    }

    private boolean report(
            TaskEngine tasks,
            List<TaskHandle<?>> handles,
            ClaimsDatabase database,
            BankServer bank,
            MailServer mail,
            Killed killed)
            throws SQLException, IOException {
        Report report =
                new Report(out, handles.stream().map(TaskHandle::snapshot).toList());
        Path workbooks = Files.createDirectories(directory.resolve("workbooks"));
        List<String> approved = new ArrayList<>();
        for (String branch : ClaimsDatabase.BRANCHES) {
            database.approved(branch).forEach(claim -> approved.add(claim.number()));
        }
        List<String> addresses =
                database.unsigned(YEAR).stream().map(Member::email).toList();

        boolean right = report.tasks();
        right &= report.takeOvers(killed, starts);
        right &= report.files(new Workbooks(tasks.artifacts(), database, workbooks));
        right &= report.payments(approved, bank.transfers());
        right &= report.mails(addresses, mail.recipients());
        report.nodes(tasks.nodes());
        out.println();
        out.println(
                right
                        ? "Nothing was lost, and nothing was done twice."
                        : "Something was lost, or done twice: see above.");
        out.println("The logs of all processes are in " + directory);
        return right;
    }

    /** Removes what an earlier run has left, and nothing else. */
    private void clear() throws IOException {
        Files.createDirectories(directory);
        for (String name : List.of("workbooks", "postgres")) {
            Path old = directory.resolve(name);
            if (Files.exists(old)) {
                try (Stream<Path> files = Files.walk(old)) {
                    for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }

    private void requireRange(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", but must be " + least + " to " + most);
        }
    }
}
