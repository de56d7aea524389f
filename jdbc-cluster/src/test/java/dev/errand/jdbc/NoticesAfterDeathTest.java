package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static dev.errand.jdbc.Engines.LONG;
import static dev.errand.jdbc.Engines.outcomeOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.TaskNotifier;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An engine dies over a notice, and another one has the same database. */
@Timeout(120)
class NoticesAfterDeathTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);

    /** What has arrived, by whatever engine. */
    private final List<String> arrived = new CopyOnWriteArrayList<>();

    private final CountDownLatch atDeath = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final Engines engines = new Engines();

    /** Delivers, or dies over it: after the delivery, or before. */
    private final class Post implements TaskNotifier {

        private final boolean repeatable;
        private final boolean delivers;
        private final boolean dies;

        Post(boolean repeatable, boolean delivers, boolean dies) {
            this.repeatable = repeatable;
            this.delivers = delivers;
            this.dies = dies;
        }

        @Override
        public String name() {
            return "post";
        }

        @Override
        public boolean wants(TaskNotice notice) {
            return true;
        }

        @Override
        public boolean isRepeatable() {
            return repeatable;
        }

        @Override
        public void deliver(List<TaskNotice> notices) throws Exception {
            if (delivers) {
                notices.forEach(notice -> arrived.add(notice.id()));
            }
            if (dies) {
                atDeath.countDown();
                never.await();
            }
        }
    }

    @AfterEach
    void leavesNothingRunning() {
        never.countDown();
        engines.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL", "H2_FILE"})
    void whatWasNotDeliveredIs(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh()) {
            TaskId task = dieOver(database, new Post(true, false, true));

            engine(database.pool(4), new Post(true, true, false));

            Await.until("it has arrived", LONG, () -> !arrived.isEmpty());
            awaitSettled(database);
            assertThat(arrived).singleElement().asString().startsWith(task.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL", "H2_FILE"})
    void whatMayBeRepeatedComesAgainWithItsId(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh()) {
            dieOver(database, new Post(true, true, true));
            assertThat(arrived).hasSize(1);

            engine(database.pool(4), new Post(true, true, false));

            Await.until("it has arrived again", LONG, () -> arrived.size() == 2);
            awaitSettled(database);
            assertThat(arrived).hasSize(2);
            assertThat(arrived.getLast()).isEqualTo(arrived.getFirst());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL", "H2_FILE"})
    void whatMustNotBeRepeatedIsLeftInDoubt(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh()) {
            dieOver(database, new Post(false, true, true));

            engine(database.pool(4), new Post(false, true, false));

            awaitSettled(database);
            assertThat(arrived).hasSize(1);
        }
    }

    /** Ends a task, and lets the engine die over its notice; by now others believe it dead. */
    private TaskId dieOver(TestDatabase database, TaskNotifier notifier) throws Exception {
        HikariDataSource pool = database.pool(4);
        TaskEngine dying = engine(pool, notifier);
        TaskHandle<String> handle = dying.submit(ECHO, "a", by("ana"));
        outcomeOf(handle);
        atDeath.await();
        assertThat(owed(database)).isEqualTo(1);
        pool.close();
        Sql.execute(database.dataSource(), "UPDATE errand_task SET notice_at = 1 WHERE notice_at IS NOT NULL");
        return handle.id();
    }

    private static void awaitSettled(TestDatabase database) throws Exception {
        Await.until("nothing is owed", LONG, () -> owed(database) == 0);
    }

    private static long owed(TestDatabase database) throws Exception {
        return Sql.number(database.dataSource(), "SELECT COUNT(*) FROM errand_task WHERE notice_at IS NOT NULL");
    }

    private TaskEngine engine(DataSource pool, TaskNotifier notifier) {
        return engines.start(TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(pool))
                .notifier(notifier)
                .register(ECHO, (input, context) -> input));
    }
}
