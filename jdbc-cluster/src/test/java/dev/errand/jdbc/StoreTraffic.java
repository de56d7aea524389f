package dev.errand.jdbc;

import static dev.errand.jdbc.JdbcArtifactStoreContract.content;
import static dev.errand.jdbc.JdbcArtifactStoreContract.read;
import static dev.errand.jdbc.JdbcArtifactStoreContract.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.artifact.ArtifactException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Many threads that write, read and sweep files for a while, of which some expire at once and others do not. */
final class StoreTraffic {

    private static final int WRITERS = 3;
    private static final int READERS = 3;
    private static final int SWEEPERS = 2;
    private static final int LARGEST = 20_000;

    private final JdbcArtifactStore lasting;
    private final JdbcArtifactStore brief;
    private final long end;
    private final Queue<Artifact> kept = new ConcurrentLinkedQueue<>();
    private final Queue<Artifact> expiring = new ConcurrentLinkedQueue<>();
    private final AtomicInteger swept = new AtomicInteger();
    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger gone = new AtomicInteger();

    StoreTraffic(JdbcArtifactStore store, Duration duration) {
        this.lasting = store;
        this.brief = store.keeping(Duration.ofMillis(50));
        this.end = System.nanoTime() + duration.toNanos();
    }

    /** Fails unless every reader saw a whole file or none, and every file that lasts is there. */
    void run() throws Exception {
        List<Future<Integer>> threads = new ArrayList<>();
        try (ExecutorService executor = Executors.newCachedThreadPool()) {
            start(executor, threads, WRITERS, this::writeBoth);
            start(executor, threads, READERS, this::readExpiring);
            start(executor, threads, SWEEPERS, this::sweepOnce);
        }
        for (Future<Integer> thread : threads) {
            assertThat(thread.get()).as("rounds of a thread").isPositive();
        }
        for (Artifact file : kept) {
            assertThat(read(lasting, file)).isEqualTo(content((int) file.size()));
        }
        int rest = lasting.sweep(databaseTime().plusSeconds(1));
        assertThat(swept.get() + rest)
                .as("each file that expired was swept once")
                .isEqualTo(kept.size());
        assertThat(whole).as("files read in time").hasPositiveValue();
        assertThat(gone).as("files read too late").hasPositiveValue();
    }

    private void start(ExecutorService executor, List<Future<Integer>> threads, int count, Callable<Boolean> round) {
        for (int i = 0; i < count; i++) {
            threads.add(executor.submit(() -> {
                int rounds = 0;
                while (System.nanoTime() < end) {
                    rounds += round.call() ? 1 : 0;
                }
                return rounds;
            }));
        }
    }

    private boolean writeBoth() throws Exception {
        byte[] content = content(ThreadLocalRandom.current().nextInt(LARGEST));
        kept.add(write(lasting, content));
        expiring.add(write(brief, content));
        return true;
    }

    private boolean readExpiring() throws IOException {
        Artifact file = expiring.peek();
        if (file == null) {
            return false;
        }
        try {
            assertThat(read(brief, file)).isEqualTo(content((int) file.size()));
            whole.incrementAndGet();
        } catch (ArtifactException | IOException wasSwept) {
            expiring.remove(file);
            gone.incrementAndGet();
        }
        return true;
    }

    private boolean sweepOnce() {
        swept.addAndGet(lasting.sweep(databaseTime()));
        return true;
    }

    /** The servers of these tests have the clock of this machine. */
    private static Instant databaseTime() {
        return Instant.now();
    }
}
