package dev.errand.jdbc;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Artifact;
import dev.errand.artifact.ArtifactException;
import dev.errand.jdbc.artifact.ChunkTerms;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** A process that writes a file. */
final class ArtifactChild {

    private ArtifactChild() {}

    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(arguments[1]);
            pool.setMaximumPoolSize(2);
            if (arguments[0].equals("copy")) {
                copy(JdbcArtifactStore.on(pool), Integer.parseInt(arguments[2]));
            } else {
                writeSlowly(JdbcArtifactStore.on(pool).terms(new ChunkTerms(1_000, ofSeconds(3), ofMillis(100))));
            }
        }
    }

    /** Writes a large file and reads it again. */
    private static void copy(JdbcArtifactStore store, int bytes) throws Exception {
        Random written = new Random(bytes);
        Artifact file = store.write("large.bin", "application/octet-stream", out -> {
            for (int i = 0; i < bytes; i++) {
                out.write(written.nextInt());
            }
        });
        Random expected = new Random(bytes);
        int same = 0;
        try (InputStream in = new BufferedInputStream(store.open(file))) {
            while (in.read() == (expected.nextInt() & 0xFF)) {
                same++;
            }
        }
        System.out.println(same + " bytes, as they were " + (same == file.size() ? "written" : "not"));
    }

    /** Writes for minutes, or until it may not any more. */
    private static void writeSlowly(JdbcArtifactStore store) throws Exception {
        try {
            var unused = store.write("slow.bin", "application/octet-stream", out -> {
                for (int i = 0; i < 100_000; i++) {
                    out.write(new byte[100]);
                    if (i == 100) {
                        System.out.println("half");
                    }
                    LockSupport.parkNanos(1_000_000);
                }
            });
        } catch (ArtifactException e) {
            System.out.println(e.getMessage());
        }
    }
}
