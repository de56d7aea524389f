package dev.errand.jdbc.kills;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofDays;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.jdbc.kills.Diary.What;
import dev.errand.jdbc.parts.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process that submits what it is ordered to, and writes down what was accepted. */
final class Submitter {

    private static final Map<String, TaskType<Integer, String>> TYPES = Stream.of(
                    Work.EFFECT, Work.STEPS, Work.ONCE, Work.POISON)
            .collect(Collectors.toMap(TaskType::name, Function.identity()));

    private Submitter() {}

    /**
     * Follows orders for ever: each is a line, with a type, how many tasks, and between what and what their inputs are.
     *
     * @param arguments the database, the directory of the diaries, the name of this process, the file with the orders
     */
    public static void main(String[] arguments) throws IOException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(arguments[0]);
            pool.setMaximumPoolSize(2);
            Diary diary = Diary.of(arguments[2], Path.of(arguments[1]));
            Path orders = Path.of(arguments[3]);
            try (TaskEngine engine = TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(pool))
                    .registerRemote(Work.EFFECT)
                    .registerRemote(Work.STEPS)
                    .registerRemote(Work.ONCE)
                    .registerRemote(Work.POISON)
                    .build()) {
                System.out.println("ready");
                for (int next = 0; true; next++) {
                    int number = next;
                    Await.until(
                            "another order",
                            ofDays(1),
                            () -> Files.readAllLines(orders).size() > number);
                    follow(Files.readAllLines(orders).get(next).split(" "), engine, diary);
                }
            }
        }
    }

    private static void follow(String[] order, TaskEngine engine, Diary diary) {
        Random chance = new Random(Arrays.hashCode(order));
        int least = Integer.parseInt(order[2]);
        int most = Integer.parseInt(order[3]);
        List<Integer> inputs = Stream.generate(() -> chance.nextInt(least, most + 1))
                .limit(Integer.parseInt(order[1]))
                .toList();
        TaskType<Integer, String> type = TYPES.get(order[0]);
        if (type == null) {
            throw new IllegalArgumentException(order[0]);
        }
        for (TaskHandle<String> handle : engine.submitAll(type, inputs, by("ana"))) {
            diary.write(What.ACKED, handle.id().toString(), 0);
        }
        System.out.println("submitted");
    }
}
