package dev.errand.jdbc.kills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMinutes;

import dev.errand.TaskType;
import dev.errand.jdbc.kills.Diary.Entry;
import dev.errand.jdbc.kills.Diary.What;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.ChildProcess;
import dev.errand.jdbc.parts.ServerDatabase;
import dev.errand.jdbc.parts.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The processes of a test: one that submits, and some that work. They are gone when it is closed. */
final class Fleet implements AutoCloseable {

    /** For what takes seconds on a machine that has nothing else to do. */
    static final Duration LIMIT = ofMinutes(5);

    private static final int TASKS_OF_PRACTICE = 20;

    private final ServerDatabase database;
    private final DataSource view;
    private final Path diaries;
    private final Path orders;
    private final Diary own;
    private final ChildProcess submitter;
    private final Map<String, ChildProcess> all = new ConcurrentHashMap<>();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger ordered = new AtomicInteger();

    private Fleet(ServerDatabase database, Path directory) throws IOException, InterruptedException {
        this.database = database;
        this.view = database.pool(2);
        this.diaries = Files.createDirectories(directory.resolve("diaries"));
        this.orders = Files.createFile(directory.resolve("orders"));
        this.own = Diary.of("driver", diaries);
        this.submitter = ClassArchive.quickly(ChildProcess.of(Submitter.class))
                .start(database.url(), diaries.toString(), "submitter", orders.toString());
        all.put("submitter", submitter);
        submitter.awaitLine("ready", LIMIT);
    }

    /** One whose submitter waits for orders. */
    static Fleet on(ServerDatabase database, Path directory) throws IOException, InterruptedException {
        return new Fleet(database, directory);
    }

    /** Has a worker show which classes are needed, so that those after it start faster. */
    void practise() throws IOException, InterruptedException, SQLException {
        if (ClassArchive.isMissing()) {
            String first = startWorker(database.url(), ClassArchive::writing);
            order(Work.EFFECT, TASKS_OF_PRACTICE, 0, 0);
            awaitEnd(LIMIT);
            process(first).terminate();
            int unused = process(first).awaitEnd(LIMIT);
            noteDeath(first);
        }
    }

    /** A worker that is ready; returns its name, which no other one ever had. */
    String startWorker() throws IOException, InterruptedException {
        return startWorker(database.url(), ClassArchive::quickly);
    }

    /**
     * A worker with a way of its own to the database, in surroundings of its own.
     *
     * @param arguments further ones
     */
    String startWorker(String url, UnaryOperator<ChildProcess.Launch> with, String... arguments)
            throws IOException, InterruptedException {
        String name = "worker-" + started.incrementAndGet();
        List<String> words = new ArrayList<>(List.of(url, diaries.toString(), name));
        words.addAll(List.of(arguments));
        ChildProcess worker = with.apply(ChildProcess.of(Worker.class)).start(words.toArray(String[]::new));
        all.put(name, worker);
        var unused = worker.awaitLine(line -> line.startsWith("ready"), LIMIT);
        return name;
    }

    /** Has tasks submitted; returns before they are. */
    synchronized void order(TaskType<Integer, String> type, int tasks, int leastInput, int mostInput)
            throws IOException {
        Files.writeString(
                orders,
                type.name() + " " + tasks + " " + leastInput + " " + mostInput + "\n",
                UTF_8,
                StandardOpenOption.APPEND);
        ordered.addAndGet(tasks);
    }

    /** Whether all that was ordered has been begun. */
    boolean isIdle() {
        try {
            return Diary.read("submitter", diaries).size() == ordered.get() && count("WHERE state = 'QUEUED'") == 0;
        } catch (SQLException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** How many tasks were ordered. */
    int ordered() {
        return ordered.get();
    }

    /** Blocks until a worker has something to do; orders more, if there is nothing left. */
    void awaitBusy(String worker, TaskType<Integer, String> type, int tasks, int leastInput, int mostInput)
            throws IOException {
        Await.until(worker + " is busy", LIMIT, () -> {
            boolean busy = !underWay(worker).isEmpty();
            if (!busy && isIdle()) {
                order(type, tasks, leastInput, mostInput);
            }
            return busy;
        });
    }

    ChildProcess process(String name) {
        ChildProcess process = all.get(name);
        if (process == null) {
            throw new IllegalArgumentException(name);
        }
        return process;
    }

    /** As by {@code kill -9}. */
    void kill(String worker) throws IOException {
        process(worker).kill();
        noteDeath(worker);
        kills.incrementAndGet();
    }

    /** Writes down that a worker does nothing any more. */
    void noteDeath(String worker) {
        own.write(What.KILLED, worker, 0);
    }

    int kills() {
        return kills.get();
    }

    Path diaries() {
        return diaries;
    }

    DataSource view() {
        return view;
    }

    /** The attempts that a worker has begun, and of which it has not said how they ended. */
    List<Entry> underWay(String worker) throws IOException {
        List<Entry> entries = Diary.read(worker, diaries);
        List<Entry> open = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.what() == What.BEGUN) {
                open.add(entry);
            } else if (entry.what() == What.DONE || entry.what() == What.STOPPED) {
                open.removeIf(begun -> begun.task().equals(entry.task()) && begun.attempt() == entry.attempt());
            }
        }
        return open;
    }

    /** Blocks until all that was ordered is accepted, and has ended, or waits for a person; what recurs goes on meanwhile. */
    void awaitEnd(Duration limit) throws SQLException, IOException {
        Await.until(
                "all " + ordered.get() + " tasks are accepted",
                limit,
                () -> Diary.read("submitter", diaries).size() == ordered.get());
        Await.until(
                "all tasks are over",
                limit,
                () -> count(
                                "WHERE ended_at IS NULL AND type <> 'tick' AND NOT (state = 'INTERRUPTED' AND due_at IS NULL)")
                        == 0);
    }

    long count(String where) throws SQLException {
        return Sql.number(view, "SELECT COUNT(*) FROM errand_task " + where);
    }

    Audit audit() throws IOException, SQLException {
        return Audit.of(diaries, view);
    }

    @Override
    public void close() {
        all.values().forEach(ChildProcess::close);
    }
}
