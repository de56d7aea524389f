package dev.errand.jdbc.artifact;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.artifact.ArtifactException;
import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Micros;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statements about files, and the chunks that they are in.
 *
 * <p>A file is being written, whole, or gone, and has an instant up to which it is left alone. A writer moves its own on
 * while it lives; that of a file which is whole is its expiry; and whoever deletes one has that long to do so. Each step
 * begins with an update of the file's row that is conditional on its state: so of a writer and a sweeper, or of two
 * sweepers, one is told no, and a file that is gone is neither read nor written on. Its chunks are deleted some at a time,
 * the last first, and then its row; if whoever does so dies, the next sweep goes on.
 */
public final class ArtifactTable {

    /** What a file is. */
    private enum State {
        WRITING,
        WHOLE,
        GONE
    }

    /** A file when its first chunk, or all of it, is written. */
    record Draft(UUID id, String fileName, String mediaType) {}

    /** A file when its last chunk is written. */
    record Sum(long bytes, String sha256, Duration retention) {}

    /** A transaction deletes so many chunks at most. */
    private static final int DELETED_AT_ONCE = 16;

    private static final int SWEPT_AT_ONCE = 100;
    private static final Duration TO_DELETE = Duration.ofMinutes(10);
    private static final Duration TO_GIVE_UP = Duration.ofSeconds(30);
    private static final long NANOS_BETWEEN_TRIES = 50_000_000;

    private final Database database;
    private final ChunkTerms terms;
    private final SignsOfLife signs;
    private final String now;

    public ArtifactTable(Database database, ChunkTerms terms) {
        this.database = database;
        this.terms = terms;
        this.signs = new SignsOfLife(terms.signOfLife());
        this.now = database.dialect().nowMicros();
    }

    int chunkBytes() {
        return terms.chunkBytes();
    }

    /** Where a file is, for people. */
    public static String location(UUID id) {
        return "errand_artifact/" + id;
    }

    /** Says of the store what the database says. */
    @CanIgnoreReturnValue
    public static <T> T ask(String what, @Nullable UUID file, Supplier<T> question) {
        try {
            return question.get();
        } catch (RegistryUnavailableException e) {
            throw new ArtifactException(what, file == null ? "errand_artifact" : location(file), e);
        }
    }

    /** Begins a file, which is not complete yet. */
    SignsOfLife.Sign begin(Draft file, byte[] chunk) {
        insistOn(connection -> {
            enter(connection, file);
            return addChunk(connection, file.id(), 0, chunk);
        });
        return signs.give(() -> database.inTransaction(connection -> extend(connection, file.id())));
    }

    /** Adds a chunk to a file that was begun. */
    void append(UUID id, int number, byte[] chunk) {
        insistOn(connection -> {
            if (extend(connection, id) == 0) {
                throw swept(id);
            }
            return addChunk(connection, id, number, chunk);
        });
    }

    /** Adds the last chunk, with which the file appears. Returns when it expires. */
    Instant complete(UUID id, int number, byte[] chunk, Sum sum) {
        return insistOn(connection -> {
            makeWhole(connection, id, sum);
            addChunk(connection, id, number, chunk);
            return expiryOf(connection, id, sum);
        });
    }

    /** Adds a file that has one chunk. Returns when it expires. */
    Instant add(Draft file, byte[] chunk, Sum sum) {
        return insistOn(connection -> {
            enter(connection, file);
            makeWhole(connection, file.id(), sum);
            addChunk(connection, file.id(), 0, chunk);
            return expiryOf(connection, file.id(), sum);
        });
    }

    private int extend(Connection connection, UUID id) throws SQLException {
        return database.update(
                connection,
                "UPDATE errand_artifact SET kept_until = " + now + " + ? WHERE id = ? AND state = ?",
                binder -> binder.number(micros(terms.patience())).id(id).text(State.WRITING.name()));
    }

    @CanIgnoreReturnValue
    private int enter(Connection connection, Draft file) throws SQLException {
        return unlessThere(
                connection,
                "INSERT INTO errand_artifact (id, file_name, media_type, chunk_bytes, state, kept_until)"
                        + " VALUES (?, ?, ?, ?, ?, " + now + " + ?)",
                binder -> binder.id(file.id())
                        .text(file.fileName())
                        .text(file.mediaType())
                        .number(terms.chunkBytes())
                        .text(State.WRITING.name())
                        .number(micros(terms.patience())));
    }

    @CanIgnoreReturnValue
    private int addChunk(Connection connection, UUID id, int number, byte[] chunk) throws SQLException {
        return chunk.length == 0
                ? 0
                : unlessThere(
                        connection,
                        "INSERT INTO errand_chunk (artifact, number, content) VALUES (?, ?, ?)",
                        binder -> binder.id(id).number(number).bytes(chunk));
    }

    /** What is there already, an earlier try has written, whose answer was lost. */
    @CanIgnoreReturnValue
    private int unlessThere(Connection connection, String insert, Database.Parameters parameters) throws SQLException {
        try {
            return database.update(connection, insert + database.dialect().onConflictDoNothing(), parameters);
        } catch (SQLException e) {
            if (SqlStates.isDuplicate(e)) {
                return 0;
            }
            throw e;
        }
    }

    @CanIgnoreReturnValue
    private int makeWhole(Connection connection, UUID id, Sum sum) throws SQLException {
        return database.update(
                connection,
                "UPDATE errand_artifact SET state = ?, size_bytes = ?, sha256 = ?, kept_until = " + now + " + ?"
                        + " WHERE id = ? AND state = ?",
                binder -> binder.text(State.WHOLE.name())
                        .number(sum.bytes())
                        .text(sum.sha256())
                        .number(micros(sum.retention()))
                        .id(id)
                        .text(State.WRITING.name()));
    }

    /** Also of a file that was made whole by an earlier try. */
    private Instant expiryOf(Connection connection, UUID id, Sum sum) throws SQLException {
        return keptUntil(
                        connection,
                        "id = ? AND state = ? AND sha256 = ?",
                        binder -> binder.id(id).text(State.WHOLE.name()).text(sum.sha256()))
                .orElseThrow(() -> swept(id));
    }

    private Optional<Instant> keptUntil(Connection connection, String which, Database.Parameters parameters)
            throws SQLException {
        return database
                .query(
                        connection,
                        "SELECT kept_until FROM errand_artifact WHERE " + which,
                        parameters,
                        results -> Micros.instant(results.getLong("kept_until")))
                .stream()
                .findFirst();
    }

    private ArtifactException swept(UUID id) {
        return new ArtifactException(
                "this process was not heard of for " + terms.patience()
                        + ", and what it had written was taken for remains and swept:",
                location(id),
                null);
    }

    /** Keeps a file that is whole and has not expired for so long from now on, or as long as before; empty if there is none. */
    public Optional<Instant> renew(Artifact artifact, Duration retention) {
        String later = now + " + ?";
        return insist(() -> database.inTransaction(connection -> {
            int renewed = database.update(
                    connection,
                    "UPDATE errand_artifact SET kept_until = CASE WHEN kept_until > " + later + " THEN kept_until ELSE "
                            + later + " END WHERE id = ? AND file_name = ? AND state = ? AND kept_until > " + now,
                    binder -> binder.number(micros(retention))
                            .number(micros(retention))
                            .id(artifact.id())
                            .text(artifact.fileName())
                            .text(State.WHOLE.name()));
            return renewed == 1
                    ? keptUntil(connection, "id = ?", binder -> binder.id(artifact.id()))
                    : Optional.empty();
        }));
    }

    /** Deletes a file that was not completed. */
    void abandon(UUID id) {
        if (take(id, State.WRITING)) {
            remove(id);
        }
    }

    /** Deletes a file, unless it is not there. */
    public boolean delete(UUID id) {
        boolean taken = take(id, State.WHOLE);
        if (taken) {
            remove(id);
        }
        return taken;
    }

    private boolean take(UUID id, State from) {
        return database.update(
                        "UPDATE errand_artifact SET state = ?, kept_until = " + now + " + ? WHERE id = ? AND state = ?",
                        binder -> binder.text(State.GONE.name())
                                .number(micros(TO_DELETE))
                                .id(id)
                                .text(from.name()))
                == 1;
    }

    /** Deletes what has expired by then, and what nobody has gone on with in time. */
    public int sweep(Instant expired) {
        int swept = 0;
        List<UUID> some = lapsed(expired);
        while (!some.isEmpty()) {
            for (UUID id : some) {
                if (takeLapsed(id, expired)) {
                    remove(id);
                    swept++;
                }
            }
            some = lapsed(expired);
        }
        return swept;
    }

    private List<UUID> lapsed(Instant expired) {
        return database.query(
                "SELECT id FROM errand_artifact WHERE " + haveLapsed() + " ORDER BY kept_until LIMIT " + SWEPT_AT_ONCE,
                binder -> bindLapsed(binder, expired),
                results -> requireNonNull(database.dialect().id(results, "id")));
    }

    private boolean takeLapsed(UUID id, Instant expired) {
        return database.update(
                        "UPDATE errand_artifact SET state = ?, kept_until = " + now + " + ? WHERE id = ? AND "
                                + haveLapsed(),
                        binder -> bindLapsed(
                                binder.text(State.GONE.name())
                                        .number(micros(TO_DELETE))
                                        .id(id),
                                expired))
                == 1;
    }

    private String haveLapsed() {
        return "((state = ? AND kept_until <= ?) OR (state IN (?, ?) AND kept_until <= " + now + "))";
    }

    private static void bindLapsed(Binder binder, Instant expired) throws SQLException {
        binder.text(State.WHOLE.name())
                .number(Micros.of(expired))
                .text(State.WRITING.name())
                .text(State.GONE.name());
    }

    private void remove(UUID id) {
        for (OptionalInt last = lastChunk(id); last.isPresent(); last = lastChunk(id)) {
            int kept = last.getAsInt() - DELETED_AT_ONCE;
            database.update(
                    "DELETE FROM errand_chunk WHERE artifact = ? AND number > ?",
                    binder -> binder.id(id).number(kept));
        }
        database.update(
                "DELETE FROM errand_artifact WHERE id = ? AND state = ?",
                binder -> binder.id(id).text(State.GONE.name()));
    }

    private OptionalInt lastChunk(UUID id) {
        return database
                .query(
                        "SELECT number FROM errand_chunk WHERE artifact = ? ORDER BY number DESC LIMIT 1",
                        binder -> binder.id(id),
                        results -> results.getInt("number"))
                .stream()
                .mapToInt(number -> number)
                .findFirst();
    }

    /** How large the chunks of a file are that is whole, and as it was described. */
    public Optional<Integer> find(Artifact artifact) {
        return insist(() -> database
                .query(
                        "SELECT chunk_bytes FROM errand_artifact"
                                + " WHERE id = ? AND state = ? AND file_name = ? AND size_bytes = ?",
                        binder -> binder.id(artifact.id())
                                .text(State.WHOLE.name())
                                .text(artifact.fileName())
                                .number(artifact.size()),
                        results -> results.getInt("chunk_bytes"))
                .stream()
                .findFirst());
    }

    /** Empty if it was deleted. */
    Optional<byte[]> chunk(UUID id, int number) {
        return insist(() -> database
                .query(
                        "SELECT content FROM errand_chunk WHERE artifact = ? AND number = ?",
                        binder -> binder.id(id).number(number),
                        results -> requireNonNull(results.getBytes("content")))
                .stream()
                .findFirst());
    }

    @CanIgnoreReturnValue
    private <T> T insistOn(Database.Work<T> transaction) {
        return insist(() -> database.inTransaction(transaction));
    }

    /** What may take minutes is not given up for a database that is away for seconds. What is asked may be done twice. */
    private static <T> T insist(Supplier<T> request) {
        long begun = System.nanoTime();
        for (int tries = 1; ; tries++) {
            try {
                return request.get();
            } catch (RegistryUnavailableException e) {
                boolean late = System.nanoTime() - begun > TO_GIVE_UP.toNanos();
                if (late || Thread.currentThread().isInterrupted() || !mayPass(e)) {
                    throw e;
                }
                LockSupport.parkNanos(NANOS_BETWEEN_TRIES << Math.min(tries, 5));
            }
        }
    }

    private static boolean mayPass(RegistryUnavailableException e) {
        return e.getCause() instanceof SQLException sql && (SqlStates.mayPass(sql) || SqlStates.isAway(sql));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
