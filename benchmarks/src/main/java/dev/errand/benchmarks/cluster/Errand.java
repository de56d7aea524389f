package dev.errand.benchmarks.cluster;

import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcTaskRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An engine as it comes: what became of a task is still there when it has ended, with its owner and its times. */
final class Errand implements Contender {

    private static final TaskType<String, Void> TASK = TaskType.named("task", String.class, Void.class);
    private static final SubmitOptions OPTIONS = SubmitOptions.by("ana");

    private final Setup setup;
    private final Map<String, TaskHandle<Void>> handles = new HashMap<>();
    private TaskEngine tasks;

    Errand(Setup setup) {
        this.setup = setup;
        this.tasks = builder().registerRemote(TASK).build();
    }

    private TaskEngineBuilder builder() {
        return TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(setup.database()))
                .executor(ClusterExecutor.on(setup.database()).pollingEvery(setup.poll()))
                .lease(setup.lease());
    }

    @Override
    @SuppressWarnings("NullAway") // a task without a result
    public void start() throws InterruptedException {
        stop();
        tasks = builder()
                .register(TASK, (id, context) -> {
                    setup.code().run(id, context::isCancelled);
                    return null;
                })
                .build();
    }

    @Override
    public void submit(String id) {
        TaskHandle<Void> handle = tasks.submit(TASK, id, OPTIONS);
        if (id.startsWith(TaskCode.ENDLESS)) {
            handles.put(id, handle);
        }
    }

    @Override
    public void cancel(String id) {
        Objects.requireNonNull(handles.remove(id), id).cancel();
    }

    @Override
    public void submitAll(List<String> ids) {
        tasks.submitAll(TASK, ids, OPTIONS);
    }

    @Override
    public boolean allEnded() throws SQLException {
        return Sql.isTrue(setup.database(), "SELECT NOT EXISTS (SELECT FROM errand_task WHERE ended_at IS NULL)");
    }

    @Override
    public void stop() throws InterruptedException {
        tasks.shutdown(Duration.ofSeconds(1));
    }
}
