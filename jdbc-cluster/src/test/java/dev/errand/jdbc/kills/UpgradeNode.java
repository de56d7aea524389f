package dev.errand.jdbc.kills;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofMillis;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.ClusterExecutor;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.jdbc.kills.Diary.What;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A process of an application of which there are two versions, one with classes that the other does not have: it knows those
 * that it finds on its class path.
 */
final class UpgradeNode {

    /** The classes of inputs, each of which has a type of its own. */
    private static final List<String> INPUTS = List.of("Order", "Refund", "Payment");

    private final Diary diary;

    private UpgradeNode(Diary diary) {
        this.diary = diary;
    }

    /**
     * Works for ever, or submits something and ends.
     *
     * @param arguments the database, the directory of the diaries, the name of this process; then nothing, to work, or the
     *     name of an input's class, whose components are all made of one text or number
     */
    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(arguments[0]);
            pool.setMaximumPoolSize(4);
            Diary diary = Diary.of(arguments[2], Path.of(arguments[1]));
            new Work(diary).listenToTheLog();
            UpgradeNode node = new UpgradeNode(diary);
            boolean works = arguments.length == 3;
            TaskEngineBuilder builder =
                    TaskEngine.builder().registry(JdbcTaskRegistry.on(pool)).nodeName(arguments[2]);
            if (works) {
                builder.executor(ClusterExecutor.on(pool).threads(4).pollingEvery(ofMillis(200)));
            }
            for (String name : INPUTS) {
                node.registerIfKnown(builder, name, works);
            }
            try (TaskEngine engine = builder.build()) {
                System.out.println("ready, one of " + engine.nodes().size());
                if (works) {
                    new CountDownLatch(1).await();
                } else {
                    node.submit(engine, arguments[3]);
                }
            }
        }
    }

    private void registerIfKnown(TaskEngineBuilder builder, String name, boolean works) {
        TaskType<?, String> type;
        try {
            type = typeOf(name);
        } catch (ClassNotFoundException otherVersion) {
            return;
        }
        if (works) {
            builder.register(type, this::run);
        } else {
            builder.registerRemote(type);
        }
    }

    private static TaskType<?, String> typeOf(String name) throws ClassNotFoundException {
        return TaskType.named(name, Class.forName("upgrade." + name), String.class);
    }

    private String run(Object input, TaskContext context) {
        diary.write(What.BEGUN, context.id().toString(), context.attempt());
        diary.write(What.DONE, context.id().toString(), context.attempt(), input.toString());
        return "";
    }

    private void submit(TaskEngine engine, String what) throws ReflectiveOperationException {
        String type = what.substring(0, what.contains("$") ? what.indexOf('$') : what.length());
        Constructor<?> constructor = Class.forName("upgrade." + what).getDeclaredConstructors()[0];
        Object[] values = Arrays.stream(constructor.getParameterTypes())
                .map(component -> component == String.class ? "4711" : (Object) 2)
                .toArray();
        diary.write(What.ACKED, submit(engine, typeOf(type), constructor.newInstance(values)), 0, what);
    }

    private static <I> String submit(TaskEngine engine, TaskType<I, String> type, Object input) {
        return engine.submit(type, type.inputType().cast(input), by("ana")).id().toString();
    }
}
