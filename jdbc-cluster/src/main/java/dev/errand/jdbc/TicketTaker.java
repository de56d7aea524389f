package dev.errand.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.errand.TaskId;
import dev.errand.cluster.SharedWork;
import dev.errand.jdbc.queue.TicketDialects;
import dev.errand.jdbc.queue.Tickets;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.TimedDataSource;
import dev.errand.registry.TaskEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tickets and runs their tasks, by a scheduler of db-scheduler.
 *
 * <p>A ticket is given back in the transaction in which its task leaves the running, so there is nothing left for the
 * scheduler to do when a run has ended. It gives no sign of life for each run either: the node does so for all of its runs, by
 * the clock of the database, and the {@link TicketOffice} releases what a node had taken that is gone.
 */
final class TicketTaker {

    private static final Logger LOG = LoggerFactory.getLogger(TicketTaker.class);
    private static final int MOST_AHEAD = 4_096;
    private static final Duration LEFT_TO_OTHERS = Duration.ofSeconds(10);
    private static final Duration HARDLY_EVER = Duration.ofHours(1);
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final Duration TO_STOP = Duration.ofMillis(200);

    private static final Serializer NOTHING = new Serializer() {
        @Override
        public byte[] serialize(Object data) {
            return new byte[0];
        }

        @Override
        @SuppressWarnings("NullAway") // a ticket says nothing but which task
        public <T> T deserialize(Class<T> type, byte[] data) {
            return null;
        }
    };

    private final OpenRegistry registry;
    private final SharedWork work;
    private final TicketOffice office;
    private final Tickets tickets;
    private final Scheduler scheduler;
    private final ConcurrentMap<TaskId, TaskEntry> ahead = new ConcurrentHashMap<>();
    private volatile boolean readAheadBroke;

    /**
     * Takes nothing yet.
     *
     * @param types which tasks
     * @param threads how many at the same time, and on which threads
     * @param office is told what has become of a ticket
     */
    TicketTaker(
            OpenRegistry registry, SharedWork work, Collection<String> types, Threads threads, TicketOffice office) {
        this.registry = registry;
        this.work = work;
        this.office = office;
        Database database = registry.database();
        this.tickets = new Tickets(database);
        List<Task<?>> tasks = types.stream().<Task<?>>map(this::taskOf).toList();
        this.scheduler = Scheduler.create(new TimedDataSource(database), tasks)
                .schedulerName(new SchedulerName.Fixed(registry.node().id().toString()))
                .tableName(Tickets.TABLE)
                .jdbcCustomization(TicketDialects.taking(database, types, office.isSuperfluous(), this::readAhead))
                .commitWhenAutocommitDisabled(true)
                .clock(() -> registry.clock().instant())
                .serializer(NOTHING)
                .enablePriority()
                .threads(threads.number)
                .executorService(threads.pool())
                .dueExecutor(Executors.newSingleThreadExecutor(daemons("errand-take-")))
                .housekeeperExecutor(Executors.newScheduledThreadPool(1, daemons("errand-tickets-")))
                .pollingInterval(threads.poll)
                .heartbeatInterval(HARDLY_EVER)
                .deleteUnresolvedAfter(NEVER)
                .shutdownMaxWait(TO_STOP)
                .failureLogging(LogLevel.DEBUG, true)
                .pollUsingLockAndFetch(0.5, 1.0)
                .build();
    }

    /**
     * How many tasks at the same time, and on which threads.
     *
     * @param number how many
     * @param factory makes the threads
     * @param poll how long until it looks without being told to
     */
    record Threads(int number, ThreadFactory factory, Duration poll) {

        ExecutorService pool() {
            return Executors.newFixedThreadPool(number, factory);
        }
    }

    private static ThreadFactory daemons(String prefix) {
        return Thread.ofPlatform().daemon().name(prefix, 1).factory();
    }

    void start() {
        scheduler.start();
    }

    /** There are tickets. */
    void look() {
        scheduler.triggerCheckForDueExecutions();
    }

    /** The tasks whose tickets it works on. */
    Stream<String> atWork() {
        return scheduler.getCurrentlyExecuting().stream()
                .map(one -> one.getTaskInstance().getId());
    }

    void drain(boolean drain) {
        if (drain) {
            scheduler.pause();
        } else {
            scheduler.resume();
            look();
        }
    }

    void stop() {
        scheduler.stop();
    }

    private Task<Void> taskOf(String type) {
        return Tasks.custom(type, Void.class)
                .onFailure((complete, operations) -> drop(complete.getExecution()))
                .onDeadExecution((complete, operations) -> drop(complete.getExecution()))
                .execute((instance, context) ->
                        new Afterwards(run(TaskId.parse(instance.getId())), context.getExecution()));
    }

    private SharedWork.Turn run(TaskId task) {
        TaskEntry read = ahead.remove(task);
        return read == null ? work.run(task) : work.run(read);
    }

    /**
     * Tasks that are taken together are read together. Whatever is missing then is read by itself: so are those that come after
     * a read that broke the transaction, or one task would keep all others from being taken.
     */
    private void readAhead(Connection connection, List<Execution> tickets) throws SQLException {
        boolean skips = tickets.isEmpty() || readAheadBroke;
        readAheadBroke = false;
        if (skips) {
            return;
        }
        if (ahead.size() >= MOST_AHEAD) {
            ahead.clear(); // they were taken, and never came to run
        }
        List<TaskId> tasks = tickets.stream().map(TicketTaker::taskOf).toList();
        try {
            ahead.putAll(registry.known().readAhead(connection, tasks));
        } catch (RuntimeException e) {
            LOG.debug("Tasks cannot be read together now", e);
        } catch (SQLException e) {
            readAheadBroke = true;
            throw e;
        }
    }

    private void drop(Execution execution) {
        Tickets.Taken ticket = ticketOf(execution);
        registry.writer().writeSoon(ticket.task(), Tickets.drop(ticket));
        office.wake();
    }

    private void leaveToOthers(Execution execution) {
        Tickets.Taken ticket = ticketOf(execution);
        Instant until = registry.clock().instant().plus(LEFT_TO_OTHERS);
        registry.writer().writeSoon(ticket.task(), tickets.postpone(ticket, until));
    }

    private static Tickets.Taken ticketOf(Execution execution) {
        return new Tickets.Taken(execution.taskInstance.getTaskName(), taskOf(execution), execution.version);
    }

    private static TaskId taskOf(Execution ticket) {
        return TaskId.parse(ticket.taskInstance.getId());
    }

    /** What becomes of a ticket whose turn is over. */
    private final class Afterwards implements CompletionHandler<Void> {

        private final SharedWork.Turn turn;
        private final Execution ticket;

        Afterwards(SharedWork.Turn turn, Execution ticket) {
            this.turn = turn;
            this.ticket = ticket;
        }

        @Override
        public void complete(
                com.github.kagkarlsson.scheduler.task.ExecutionComplete complete,
                ExecutionOperations<Void> operations) {
            switch (turn) {
                case RUN -> office.ended();
                case NOT_BEGUN -> drop(ticket);
                case LEFT_TO_OTHERS -> leaveToOthers(ticket);
            }
        }
    }
}
