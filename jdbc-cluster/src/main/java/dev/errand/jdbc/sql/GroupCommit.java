package dev.errand.jdbc.sql;

import dev.errand.ErrandException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what many threads want to write at the same time in few transactions, since it is the commit that costs: while one is
 * under way, what comes in waits, and goes with the next. Whoever writes waits for the answer, on any kind of thread, and does
 * not hold a connection meanwhile.
 *
 * <p>Writes about the same task go the same lane, and keep their order. What fails with others is tried by itself, so that
 * nobody fails for somebody else's sake.
 */
public final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MOST_TOGETHER = 500;
    private static final Duration PATIENCE = Duration.ofMillis(25);
    private static final String BY_ITSELF = " /* by itself */";
    private static final int TRIES = 4;
    private static final long NANOS_BETWEEN_TRIES = 5_000_000;

    private final Database database;
    private final List<Batches<Pending>> lanes;
    private final Batches<Pending> patientLane;
    private final SameText sameText;

    /**
     * Writes nothing yet.
     *
     * @param threads where it may block
     * @param lanes how many transactions are under way at the same time at most, beside one of those that are patient
     */
    public GroupCommit(Database database, Executor threads, int lanes) {
        this.database = database;
        this.sameText = new SameText(database.dialect());
        this.lanes = IntStream.range(0, lanes)
                .mapToObj(number -> new Batches<>(threads, MOST_TOGETHER, this::commit))
                .toList();
        this.patientLane =
                lanes == 1 ? this.lanes.getFirst() : new Batches<>(threads, MOST_TOGETHER, PATIENCE, this::commit);
    }

    /**
     * Writes something, and waits until it is known what became of it, or the limit of time for an answer is over.
     *
     * @param about what it is about: writes about the same keep their order
     */
    public Written write(Object about, Write write) {
        return write(about, write, Late.endOf(database.timeout()));
    }

    /**
     * Writes something, and waits until it is known what became of it.
     *
     * @param end until when, by the clock of {@link System#nanoTime}
     */
    public Written write(Object about, Write write, long end) {
        Pending pending = new Pending(write);
        add(about, pending);
        return pending.await(end);
    }

    /**
     * As {@link #write}, for what nobody is in a hurry for, and comes by the thousand. It keeps no order with other writes, so
     * whoever writes about the same thing meanwhile has to find out.
     */
    public Written writePatiently(Write write) {
        Pending pending = new Pending(write);
        patientLane.add(pending);
        return pending.await(Late.endOf(database.timeout()));
    }

    /** Writes something as soon as may be, for whoever does not care what becomes of it. */
    public void writeSoon(Object about, Write write) {
        add(about, new Pending(write));
    }

    private void add(Object about, Pending pending) {
        lanes.get(Math.floorMod(about.hashCode(), lanes.size())).add(pending);
    }

    /** How far one has come: as long as there is no connection for it, it may be withdrawn. */
    private enum Stage {
        WAITS,
        BEGUN,
        WITHDRAWN
    }

    /** One that waits for its answer. */
    private static final class Pending {

        private final Write write;
        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITS);
        private final Thread waiting = Thread.currentThread();
        private volatile Optional<Written> answer = Optional.empty();

        Pending(Write write) {
            this.write = write;
        }

        /** An interrupt is meant for a task, and does not make the answer come sooner. */
        Written await(long end) {
            boolean interrupted = false;
            long left = end - System.nanoTime();
            while (answer.isEmpty() && left > 0) {
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
                left = end - System.nanoTime();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return answer.orElseGet(this::late);
        }

        private Written late() {
            SQLTimeoutException why = new SQLTimeoutException("no answer in time", "08006");
            return stage.compareAndSet(Stage.WAITS, Stage.WITHDRAWN)
                    ? new Written.Refused(why)
                    : new Written.Unknown(why);
        }

        /** False if it was withdrawn, and is not to happen any more. */
        boolean begin() {
            return stage.compareAndSet(Stage.WAITS, Stage.BEGUN) || stage.get() == Stage.BEGUN;
        }

        void answer(Written written) {
            answer = Optional.of(written);
            LockSupport.unpark(waiting);
        }
    }

    private void commit(List<Pending> group) {
        for (int tries = 1; ; tries++) {
            Attempt attempt = new Attempt(group);
            try {
                int[] rows = attempt.byItself
                        ? database.committingEach(attempt)
                        : database.transact(noticesOf(group), attempt);
                for (int i = 0; i < rows.length; i++) {
                    attempt.group.get(i).answer(written(rows[i]));
                }
                return;
            } catch (SQLException e) {
                if (attempt.mayHaveCommitted(e)) {
                    group.forEach(pending -> pending.answer(new Written.Unknown(e)));
                    return;
                }
                if (tries == TRIES || !SqlStates.mayPass(e)) {
                    refuse(group, e);
                    return;
                }
                LockSupport.parkNanos(NANOS_BETWEEN_TRIES << tries);
            } catch (RuntimeException | Error broken) {
                refuse(group, new SQLException("a statement cannot be made: " + broken, broken));
                return;
            }
        }
    }

    private static Written written(int rows) {
        return rows >= 0
                ? new Written.Done(rows)
                : new Written.Unknown(new SQLException("the driver does not say how many rows have changed"));
    }

    private static Set<String> noticesOf(List<Pending> group) {
        return group.stream()
                .flatMap(pending -> pending.write.notice().stream())
                .collect(Collectors.toSet());
    }

    /** Somebody's write may be wrong, and the others' not. */
    private void refuse(List<Pending> group, SQLException why) {
        if (group.size() == 1 || SqlStates.isAway(why)) {
            group.forEach(pending -> pending.answer(new Written.Refused(why)));
        } else {
            LOG.debug("Of {} writes that go together, each is tried by itself", group.size(), why);
            group.forEach(pending -> commit(List.of(pending)));
        }
    }

    /**
     * One transaction with all of them that have not been withdrawn when there is a connection. If it is only one, and no more
     * than a statement, that commits by itself: it need not go to the server and back for the beginning, a notice and the end.
     * Its text is another one than that of many, so that its plan is as well: nobody has told the server which to prefer.
     */
    private final class Attempt implements Database.Work<int[]> {

        private final boolean byItself;
        private List<Pending> group;
        private boolean committing;

        Attempt(List<Pending> group) {
            this.group = group;
            this.byItself = group.size() == 1
                    && group.getFirst().write.consequence().isEmpty()
                    && database.dialect() == Dialect.POSTGRESQL;
        }

        /** Whether nobody knows if it has happened, after this. */
        boolean mayHaveCommitted(SQLException e) {
            return committing && !SqlStates.mayPass(e) && (!byItself || SqlStates.isAway(e));
        }

        @Override
        public int[] on(Connection connection) throws SQLException {
            group = group.stream().filter(Pending::begin).toList();
            return byItself && !group.isEmpty()
                    ? oneStatement(connection, group.getFirst().write)
                    : transaction(connection);
        }

        private int[] oneStatement(Connection connection, Write write) throws SQLException {
            String sql = write.change().sql() + Notices.returning(write.notice()) + BY_ITSELF;
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                Binder binder = new StatementBinder(statement, database.dialect());
                write.change().parameters().into(binder);
                Notices.bind(binder, write.notice());
                committing = true;
                return new int[] {rowsOf(statement)};
            }
        }

        /** Each row that has changed tells of the notice. */
        private static int rowsOf(PreparedStatement statement) throws SQLException {
            if (!statement.execute()) {
                return statement.getUpdateCount();
            }
            int rows = 0;
            try (ResultSet told = statement.getResultSet()) {
                while (told.next()) {
                    rows++;
                }
            }
            return rows;
        }

        private int[] transaction(Connection connection) throws SQLException {
            int[] rows = new int[group.size()];
            execute(connection, pending -> Optional.of(pending.write.change()), rows);
            execute(connection, pending -> pending.write.consequence(), new int[group.size()]);
            committing = true;
            return rows;
        }

        /** Those of one text together. They are about different rows, or find out by the version that they are too late. */
        private void execute(Connection connection, Function<Pending, Optional<Write.Step>> which, int[] rows)
                throws SQLException {
            Map<String, List<Integer>> bySql = new LinkedHashMap<>();
            List<Optional<Write.Step>> steps = group.stream().map(which).toList();
            for (int i = 0; i < steps.size(); i++) {
                if (steps.get(i).isPresent()) {
                    bySql.computeIfAbsent(steps.get(i).get().sql(), sql -> new ArrayList<>())
                            .add(i);
                }
            }
            for (List<Integer> indexes : bySql.values()) {
                int[] changed = sameText.execute(
                        connection,
                        indexes.stream()
                                .map(index -> steps.get(index).orElseThrow())
                                .toList());
                for (int i = 0; i < changed.length; i++) {
                    rows[indexes.get(i)] = changed[i];
                }
            }
        }
    }

    /** What to tell whoever asked for something that the database did not do. */
    public static ErrandException failure(Written written) {
        return switch (written) {
            case Written.Refused(SQLException why) -> Database.failure("does not take what is to be written", why);
            case Written.Unknown(SQLException why) ->
                Database.unavailable("has not said whether it has taken what was to be written", why);
            case Written.Done(int rows) -> throw new IllegalArgumentException("it was written, to " + rows + " rows");
        };
    }
}
