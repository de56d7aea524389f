package dev.errand.samples.cluster;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.NodeStatus;
import dev.errand.samples.cluster.Report.Killed;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the workers get through, watched by an operator: he sees all tasks and all nodes, and runs nothing himself. */
final class Shift {

    private static final int YEAR = 2026;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final PrintStream out;
    private final TaskEngine tasks;
    private final List<TaskHandle<?>> handles;
    private final Surroundings around;
    private final Instant begun = Instant.now();

    /**
     * Begins to watch.
     *
     * @param handles all tasks that were accepted, the campaign first
     */
    Shift(PrintStream out, TaskEngine tasks, List<TaskHandle<?>> handles, Surroundings around) {
        this.out = out;
        this.tasks = tasks;
        this.handles = handles;
        this.around = around;
    }

    /** Waits until half of the mails are there, and kills the worker that sends them. */
    Killed killHalfWay(List<NodeProcess> workers, Starts starts) throws InterruptedException {
        TaskHandle<?> campaign = handles.getFirst();
        while (!around.mail().halfWay().await(1, SECONDS)) {
            show();
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
        List<TaskSnapshot> underWay = runningOn(name);
        worker.kill();
        Instant at = Instant.now();
        out.printf("%n%7s  kill -9 of %s, which runs:%n", time(at), name);
        underWay.forEach(task -> out.printf("           %s%n", task.title()));
        out.println();
        return new Killed(name, at);
    }

    private List<TaskSnapshot> runningOn(String name) {
        return tasks.nodes().stream()
                .map(NodeStatus::node)
                .filter(node -> node.name().equals(name))
                .flatMap(node -> tasks.runningOn(node.id()).stream())
                .toList();
    }

    /** Waits for all tasks, for some minutes. */
    void awaitEnd() throws InterruptedException {
        Instant limit = Instant.now().plus(LONGEST);
        for (TaskHandle<?> handle : handles) {
            while (handle.await(Duration.ofSeconds(1)).isEmpty()) {
                show();
                if (Instant.now().isAfter(limit)) {
                    return; // the report says what is lost
                }
            }
        }
    }

    private void show() {
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
                around.bank().transfers().size(),
                around.mail().recipients().size(),
                workers);
    }

    private String time(Instant at) {
        return Report.seconds(Duration.between(begun, at));
    }

    /** True if nothing was lost, and nothing done twice. */
    boolean report(Killed killed, Starts starts, Path directory) throws SQLException, IOException {
        Report report =
                new Report(out, handles.stream().map(TaskHandle::snapshot).toList());
        ClaimsDatabase database = around.database();
        List<String> approved = new ArrayList<>();
        for (String branch : ClaimsDatabase.BRANCHES) {
            database.approved(branch).forEach(claim -> approved.add(claim.number()));
        }
        List<String> addresses =
                database.unsigned(YEAR).stream().map(Member::email).toList();
        Path workbooks = Files.createDirectories(directory.resolve("workbooks"));

        boolean right = report.tasks();
        right &= report.takeOvers(killed, starts);
        right &= report.files(new Workbooks(tasks.artifacts(), database, workbooks));
        right &= report.payments(approved, around.bank().transfers());
        right &= report.mails(addresses, around.mail().recipients());
        report.nodes(tasks.nodes());
        return right;
    }
}
