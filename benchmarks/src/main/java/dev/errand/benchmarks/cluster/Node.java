package dev.errand.benchmarks.cluster;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A process with one contender at a time, driven by lines on its input and answering each with one line. It ends with
 * its input.
 */
final class Node {

    private static final int CONNECTIONS = 20;

    private @Nullable TaskCode code;
    private @Nullable HikariDataSource database;
    private @Nullable Contender contender;

    private Node() {}

    /** Answers until the comparison has gone. */
    public static void main(String... arguments) throws IOException {
        Node node = new Node();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(node.answer(command.split(" ", -1)));
        }
        Runtime.getRuntime().halt(0); // tasks without end
    }

    private String answer(String... words) {
        try {
            return switch (words[0]) {
                case "open" -> open(words);
                case "start" -> start();
                case "submit" -> submit(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                case "runs" -> String.valueOf(present(code).runs());
                case "begun" -> String.valueOf(present(code).begun(words[1], Long.parseLong(words[2])));
                case "cancel" -> cancel(words[1]);
                case "stopped" -> String.valueOf(present(code).stopped(words[1], Long.parseLong(words[2])));
                case "ended" -> String.valueOf(present(contender).allEnded());
                case "close" -> close();
                default -> "error: no such command";
            };
        } catch (Exception e) {
            return "error: " + e.toString().replace('\n', ' ');
        }
    }

    private String open(String... words) throws Exception {
        String url = words[2];
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(CONNECTIONS);
        database = new HikariDataSource(pool);
        code = new TaskCode();
        contender = Contenders.valueOf(words[1])
                .open(new Setup(database, url, Duration.parse(words[3]), Duration.parse(words[4]), code));
        return "open";
    }

    private String start() throws Exception {
        present(contender).start();
        return "started";
    }

    /** Answers when it began, and when all were committed. */
    private String submit(String prefix, int tasks, int batch) throws Exception {
        List<String> ids = IntStream.range(0, tasks).mapToObj(i -> prefix + i).toList();
        long began = System.nanoTime();
        for (int i = 0; i < tasks; i += batch) {
            if (batch == 1) {
                present(contender).submit(ids.get(i));
            } else {
                present(contender).submitAll(ids.subList(i, Math.min(tasks, i + batch)));
            }
        }
        return began + " " + System.nanoTime();
    }

    /** Answers when it began. */
    private String cancel(String id) throws Exception {
        long began = System.nanoTime();
        present(contender).cancel(id);
        return String.valueOf(began);
    }

    private String close() throws Exception {
        present(contender).stop();
        present(database).close();
        return "closed";
    }

    private static <T> T present(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("nothing is open");
        }
        return value;
    }
}
