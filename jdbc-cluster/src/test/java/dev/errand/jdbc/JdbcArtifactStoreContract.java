package dev.errand.jdbc;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Artifact;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.ByteRange;
import dev.errand.jdbc.artifact.ChunkTerms;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.testkit.ArtifactStoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store keeps to, and what one in a database keeps to besides, on one kind of database. */
@Timeout(60)
@SuppressWarnings("CheckReturnValue") // a test may do something only for what it does
abstract class JdbcArtifactStoreContract extends ArtifactStoreContract {

    private static final int CHUNK = 1_000;
    private static final ChunkTerms SMALL = new ChunkTerms(CHUNK, ofHours(1), ofHours(1));
    private static final Duration LIMIT = ofSeconds(40);

    @AutoClose
    private final TestDatabase database;

    private final HikariDataSource pool;
    private final FaultyDataSource faulty;
    private final JdbcArtifactStore store;

    JdbcArtifactStoreContract(DatabaseKind kind) {
        database = kind.fresh();
        pool = database.pool(8);
        faulty = new FaultyDataSource(pool);
        store = JdbcArtifactStore.on(faulty).terms(SMALL);
    }

    @Override
    protected ArtifactStore store() {
        return store;
    }

    @Override
    protected Artifact writtenAnHourAgo(String fileName, byte[] content) throws Exception {
        return store.keeping(ofDays(7).minusHours(1)).write(fileName, "text/csv", out -> out.write(content));
    }

    @Test
    void leavesAFileThatIsToBeKeptForLongerAsItIs() throws Exception {
        Artifact file = store.keeping(ofDays(8)).write("a.csv", "text/csv", out -> out.write(1));

        assertThat(store.renew(file)).isEqualTo(file);
        assertThat(store.sweep(file.expiresAt().minusMillis(1))).isZero();
    }

    @Test
    void doesNotRenewWhatHasExpired() throws Exception {
        JdbcArtifactStore brief = store.keeping(ofMillis(1));
        Artifact file = brief.write("a.csv", "text/csv", out -> out.write(1));
        Await.until("it expires, if not before its first renewal, then after one", LIMIT, () -> {
            try {
                Artifact unused = brief.renew(file);
                return false;
            } catch (ArtifactException e) {
                return e.isGone();
            }
        });
    }

    @Test
    void readsPartsThatBeginAndEndAnywhere() throws Exception {
        byte[] content = content(10 * CHUNK + 1);
        Artifact file = write(store, content);
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            int from = random.nextInt(content.length + 1);
            int length = random.nextInt(content.length - from + 1);

            try (InputStream in = store.open(file, new ByteRange(from, length))) {
                assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, from, from + length));
            }
        }
    }

    @Test
    void readsNoChunkThatIsNotAskedFor() throws Exception {
        byte[] content = content(10 * CHUNK);
        Artifact file = write(store, content);
        faulty.reset();

        try (InputStream in = store.open(file, new ByteRange(5 * CHUNK - 1L, CHUNK))) {
            assertThat(in.skip(2)).isEqualTo(2);
            assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOfRange(content, 5 * CHUNK + 1, 5 * CHUNK + 11));
        }

        assertThat(chunksRead()).as("skipped, or not come to").isEqualTo(1);
    }

    private long chunksRead() {
        return faulty.log().stream()
                .filter(sql -> sql.startsWith("SELECT content"))
                .count();
    }

    @Test
    void isCompleteAtTheEdgesOfAChunk() throws Exception {
        for (int size : new int[] {1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1}) {
            byte[] content = content(size);

            assertThat(read(store, write(store, content))).isEqualTo(content);
        }
    }

    @Test
    void showsNothingBeforeItIsComplete() throws Exception {
        write(store, content(1));
        Artifact file = store.write("a.bin", "text/csv", out -> {
            out.write(content(3 * CHUNK + 1));
            assertThat(number("SELECT COUNT(*) FROM errand_artifact WHERE state = 'WHOLE'"))
                    .isEqualTo(1);
            assertThat(number("SELECT COUNT(*) FROM errand_chunk")).isEqualTo(4);
        });

        assertThat(number("SELECT COUNT(*) FROM errand_artifact WHERE state = 'WHOLE'"))
                .isEqualTo(2);
        assertThat(file.size()).isEqualTo(3 * CHUNK + 1);
    }

    @Test
    void holdsNoConnectionWhileItsTaskComputes() throws Exception {
        HikariDataSource single = database.pool(1);
        JdbcArtifactStore lone = JdbcArtifactStore.on(single).terms(SMALL);

        Artifact file = lone.write("a.bin", "text/csv", out -> {
            out.write(content(2 * CHUNK + 1));
            try (Connection connection = single.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
            out.write(1);
        });
        try (InputStream in = lone.open(file)) {
            assertThat(in.read()).isNotNegative();
            try (Connection connection = single.getConnection()) {
                assertThat(connection.isValid(1)).isTrue();
            }
            assertThat(in.readAllBytes()).hasSize(2 * CHUNK + 1);
        }
    }

    @Test
    void leavesNothingOfWhatABodyDidNotFinish() throws Exception {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store.write("a.bin", "text/csv", out -> {
                    out.write(content(3 * CHUNK + 1));
                    throw new IllegalStateException("planted");
                }));

        assertThatNothingIsLeft();
    }

    @Test
    void refusesWhatIsWrittenWhenTheFileHasEnded() throws Exception {
        OutputStream[] kept = new OutputStream[1];
        store.write("a.bin", "text/csv", out -> kept[0] = out);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> kept[0].write(1))
                .withMessageContaining("a.bin has ended");
    }

    @Test
    void readsNothingThatWasDescribedOtherwise() throws Exception {
        Artifact file = write(store, content(10));
        Artifact longer =
                new Artifact(file.id(), file.fileName(), file.mediaType(), 11, file.sha256(), file.expiresAt());
        Artifact renamed = new Artifact(file.id(), "b.bin", file.mediaType(), 10, file.sha256(), file.expiresAt());

        assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> store.open(longer));
        assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> store.open(renamed));
    }

    @Test
    void saysSoWhenAFileIsDeletedWhileItIsRead() throws Exception {
        Artifact file = write(store, content(3 * CHUNK));

        try (InputStream in = store.open(file)) {
            assertThat(in.readNBytes(CHUNK)).hasSize(CHUNK);
            store.delete(file);

            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(in::readAllBytes)
                    .withMessageContaining("was deleted while it was read");
        }
        assertThatNothingIsLeft();
    }

    @Test
    void deletesSomeChunksAtATime() throws Exception {
        Artifact file = write(store, content(40 * CHUNK));
        faulty.reset();

        store.delete(file);

        assertThat(faulty.log().stream().filter(sql -> sql.startsWith("DELETE FROM errand_chunk")))
                .hasSize(3);
        assertThatNothingIsLeft();
    }

    @Test
    void goesOnWithADeletionThatDidNotComeToItsEnd() throws Exception {
        Artifact first = write(store, content(40 * CHUNK));
        Artifact second = write(store, content(40 * CHUNK));
        faulty.reset();
        store.delete(first);
        int laterDeletion = faulty.log().lastIndexOf("DELETE FROM errand_chunk WHERE artifact = ? AND number > ?");
        faulty.reset();
        faulty.failBefore(laterDeletion + 1L, () -> new SQLException("planted", "XX000"));

        assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> store.delete(second));
        assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> store.open(second));
        assertThat(number("SELECT COUNT(*) FROM errand_chunk")).isEqualTo(8);
        assertThat(store.sweep(second.expiresAt()))
                .as("somebody may be about it still")
                .isZero();
        Sql.execute(pool, "UPDATE errand_artifact SET kept_until = 0");
        assertThat(store.sweep(Instant.EPOCH)).isEqualTo(1);
        assertThatNothingIsLeft();
    }

    @Test
    void survivesEveryConnectionThatBreaks() throws Exception {
        byte[] content = content(3 * CHUNK + 1);
        store.sweep(Instant.EPOCH);
        faulty.reset();
        write(store, content);
        int calls = faulty.calls();

        breakEach(calls, content, FaultyDataSource::failBefore);
        breakEach(calls, content, FaultyDataSource::failAfter);

        assertThat(number("SELECT COUNT(*) FROM errand_artifact WHERE state <> 'WHOLE'"))
                .isZero();
        assertThat(number("SELECT COUNT(*) FROM errand_chunk")).isEqualTo(4L * (2 * calls + 1));
    }

    private void breakEach(int calls, byte[] content, Planning planning) throws Exception {
        for (int n = 1; n <= calls; n++) {
            faulty.reset();
            planning.plan(faulty, n, () -> new SQLException("planted", "08006"));
            Artifact file = write(store, content);
            faulty.reset();

            assertThat(read(store, file)).as("call " + n).isEqualTo(content);
        }
    }

    /** Has the n-th call fail, before or after it is made. */
    @FunctionalInterface
    private interface Planning {
        void plan(FaultyDataSource source, long n, Supplier<SQLException> exception);
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        store.sweep(Instant.EPOCH);
        faulty.failAll(() -> new SQLException("disk full", "58030"));

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> write(store, content(3 * CHUNK)))
                .withMessageContaining("cannot write errand_artifact/")
                .withMessageContaining("disk full");
        faulty.heal();
    }

    @Test
    void keepsTheFileOfAWriterThatIsSilentForLong() throws Exception {
        JdbcArtifactStore watched =
                JdbcArtifactStore.on(pool).terms(new ChunkTerms(CHUNK, ofMillis(1_500), ofMillis(100)));
        byte[] content = content(3 * CHUNK);

        Artifact file = watched.write("a.bin", "text/csv", out -> {
            out.write(content, 0, 2 * CHUNK + 1);
            pass(ofSeconds(3));
            assertThat(store.sweep(Instant.now())).isZero();
            out.write(content, 2 * CHUNK + 1, CHUNK - 1);
        });

        assertThat(read(store, file)).isEqualTo(content);
    }

    @Test
    void takesTheFileFromAWriterThatWasNotHeardOf() throws Exception {
        JdbcArtifactStore mute = JdbcArtifactStore.on(pool).terms(new ChunkTerms(CHUNK, ofMillis(50), ofHours(1)));

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> mute.write("a.bin", "text/csv", out -> {
                    out.write(content(2 * CHUNK + 1));
                    Await.until("it is taken for dead", LIMIT, () -> store.sweep(Instant.EPOCH) == 1);
                    out.write(content(2 * CHUNK));
                }))
                .withMessageContaining("was not heard of for PT0.05S");
        assertThatExceptionOfType(ArtifactException.class)
                .as("also when it has only its last chunk to write")
                .isThrownBy(() -> mute.write("a.bin", "text/csv", out -> {
                    out.write(content(2 * CHUNK + 1));
                    Await.until("it is taken for dead", LIMIT, () -> store.sweep(Instant.EPOCH) == 1);
                }));
        assertThatNothingIsLeft();
    }

    @Test
    void completesNoFileThatIsAboutToBeDeleted() throws Exception {
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> store.write("a.bin", "text/csv", out -> {
                    out.write(content(2 * CHUNK + 1));
                    execute("UPDATE errand_artifact SET state = 'GONE', kept_until = 0");
                }))
                .withMessageContaining("was not heard of");

        assertThat(store.sweep(Instant.EPOCH)).isEqualTo(1);
        assertThatNothingIsLeft();
    }

    @Test
    void sweepsOnlyWhatHasExpiredOrWasLeft() throws Exception {
        JdbcArtifactStore brief = JdbcArtifactStore.on(pool).terms(SMALL).keeping(ofSeconds(1));
        Artifact lasting = write(store, content(5 * CHUNK));
        Artifact[] expiring = new Artifact[250];
        for (int i = 0; i < expiring.length; i++) {
            expiring[i] = write(brief, content(i));
        }

        assertThat(store.sweep(expiring[249].expiresAt())).isEqualTo(250);
        assertThat(number("SELECT COUNT(*) FROM errand_artifact")).isEqualTo(1);
        assertThat(number("SELECT COUNT(*) FROM errand_chunk")).isEqualTo(5);
        assertThat(read(store, lasting)).isEqualTo(content(5 * CHUNK));
    }

    @Test
    void isReadWrittenAndSweptByManyAtOnce() throws Exception {
        new StoreTraffic(JdbcArtifactStore.on(pool).terms(SMALL), ofSeconds(3)).run();

        assertThat(number("SELECT COUNT(*) FROM errand_artifact WHERE state <> 'WHOLE'"))
                .isZero();
        assertThat(number("SELECT COUNT(*) FROM errand_chunk WHERE artifact NOT IN (SELECT id FROM errand_artifact)"))
                .isZero();
    }

    @Test
    void asksForTheTablesThatTheHostHasToMake() {
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(() -> write(JdbcArtifactStore.on(pool).withTablesOfTheHost(), content(1)))
                .withMessageContaining("no tables of Errand");
    }

    private static void pass(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        Await.until("time has passed", duration.plusSeconds(10), () -> System.nanoTime() > end);
    }

    private void assertThatNothingIsLeft() throws SQLException {
        assertThat(number("SELECT COUNT(*) FROM errand_artifact")).isZero();
        assertThat(number("SELECT COUNT(*) FROM errand_chunk")).isZero();
    }

    private void execute(String sql) {
        try {
            Sql.execute(pool, sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private long number(String query) throws SQLException {
        return Sql.number(pool, query);
    }

    static Artifact write(ArtifactStore store, byte[] content) throws Exception {
        return store.write("a.bin", "application/octet-stream", out -> out.write(content));
    }

    static byte[] read(ArtifactStore store, Artifact file) throws IOException {
        try (InputStream in = store.open(file)) {
            return in.readAllBytes();
        }
    }

    static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
