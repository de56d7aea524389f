package dev.errand.samples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcArtifactStore;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.samples.cluster.Report.Killed;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        try (Surroundings around = new Surroundings(directory, claims, members)) {
            out.printf(Locale.ROOT, "PostgreSQL is started, with %,d claims and %,d members%n", claims, members);
            boolean right = run(around);
            out.println();
            out.println(
                    right
                            ? "Nothing was lost, and nothing was done twice."
                            : "Something was lost, or done twice: see above.");
            out.println("The logs of all processes are in " + directory);
            return right ? 0 : 1;
        }
    }

    private boolean run(Surroundings around) throws Exception {
        Places places = around.places(Duration.ofSeconds(lease));
        try (NodeProcess one = startWorker("worker-1", places);
                NodeProcess two = startWorker("worker-2", places);
                TaskEngine tasks = operator(around.database().source())) {
            one.awaitReady();
            two.awaitReady();
            out.printf("worker-1 and worker-2 have joined, as processes %d and %d%n", one.pid(), two.pid());
            out.printf("One that is not heard of for %d s is taken for dead; by default it is 30 s%n", lease);

            Shift shift = new Shift(out, tasks, submit(tasks, places), around);
            Killed killed = shift.killHalfWay(List.of(one, two), starts);
            shift.awaitEnd();
            return shift.report(killed, starts, directory);
        }
    }

    private NodeProcess startWorker(String name, Places places) throws IOException {
        return NodeProcess.start(WorkerMain.class, name, places, directory, line -> starts.heard(name, line));
    }

    /** Runs nothing, and sees everything. */
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

    /** By a process that ends when all is accepted. */
    private List<TaskHandle<?>> submit(TaskEngine tasks, Places places) throws IOException, InterruptedException {
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
