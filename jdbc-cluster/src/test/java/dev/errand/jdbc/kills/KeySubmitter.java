package dev.errand.jdbc.kills;

import static dev.errand.SubmitOptions.by;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.JdbcTaskRegistry;
import dev.errand.jdbc.kills.Diary.Entry;
import dev.errand.jdbc.kills.Diary.What;
import dev.errand.registry.RegistryUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that submits tasks under keys of their own, as fast as it can, from several threads. First of all it submits those
 * again of which its predecessors were not told whether they were accepted.
 */
final class KeySubmitter {

    static final int THREADS = 4;

    private static final int MOST_TRIES = 20;

    private KeySubmitter() {}

    /**
     * Submits tasks for ever, or what is in doubt only.
     *
     * @param arguments the database, the directory of the diaries, the name of this process; "clears" to do no more
     */
    public static void main(String[] arguments) throws Exception {
        Path diaries = Path.of(arguments[1]);
        String name = arguments[2];
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(arguments[0]);
            pool.setMaximumPoolSize(THREADS);
            pool.setMinimumIdle(0);
            Diary diary = Diary.of(name, diaries);
            try (TaskEngine engine = TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(pool))
                    .registerRemote(Work.EFFECT)
                    .build()) {
                System.out.println("ready");
                for (String key : inDoubt(diaries)) {
                    submit(engine, key, diary);
                }
                System.out.println("cleared");
                if (arguments.length == 3) {
                    submitForEver(engine, name, diary);
                }
            }
        }
    }

    private static void submitForEver(TaskEngine engine, String name, Diary diary) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        for (int thread = 0; thread < THREADS; thread++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    submit(engine, name + "-" + next.incrementAndGet(), diary);
                }
            });
        }
        new CountDownLatch(1).await();
    }

    /** As a careful caller does: under the same key again, if nobody can tell whether it was accepted. */
    private static void submit(TaskEngine engine, String key, Diary diary) {
        RegistryUnavailableException last = new RegistryUnavailableException("not tried", null);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            diary.write(What.TRIED, "-", 0, key);
            try {
                String id =
                        engine.submit(Work.EFFECT, 0, by("ana").key(key)).id().toString();
                diary.write(What.ACKED, id, 0, key);
                return;
            } catch (RegistryUnavailableException away) {
                last = away;
                System.out.println("try " + tries + " of " + key + ": " + away.getMessage());
            }
        }
        throw last;
    }

    /** The keys that were tried, and not acknowledged. */
    static Set<String> inDoubt(Path diaries) throws IOException {
        Set<String> keys = new TreeSet<>();
        for (Entry entry : Diary.readAll(diaries)) {
            if (entry.what() == What.TRIED) {
                keys.add(entry.detail());
            }
        }
        for (Entry entry : Diary.readAll(diaries)) {
            if (entry.what() == What.ACKED) {
                keys.remove(entry.detail());
            }
        }
        return keys;
    }
}
