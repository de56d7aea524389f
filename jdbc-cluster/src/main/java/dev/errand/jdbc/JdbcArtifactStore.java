package dev.errand.jdbc;

import static java.util.Objects.requireNonNull;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.artifact.ByteRange;
import dev.errand.artifact.FileNames;
import dev.errand.jdbc.artifact.ArtifactTable;
import dev.errand.jdbc.artifact.ChunkInput;
import dev.errand.jdbc.artifact.ChunkOutput;
import dev.errand.jdbc.artifact.ChunkTerms;
import dev.errand.jdbc.sql.Database;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files in a database that the host has already: PostgreSQL, MariaDB, MySQL, SQLite or H2. For those whose machines
 * share nothing else, and whose files are of a size that a database may take: reports, exports, archives of some of them.
 *
 * <p>A file is written and read in chunks of 256 KiB, one of which is in memory, and each of which is a small transaction: no
 * connection is held while a task computes what comes next. Nobody sees a file that is not complete. A part of one is read
 * without what is before it.
 *
 * <p>Many stores in many processes may share the tables. All times are told by the clock of the database. While a file is
 * written, its process says once a minute that it lives, also when the task is silent; the remains of one that was not heard
 * of for an hour are swept. So a process that was frozen for longer may find its file gone, and then its write fails.
 *
 * <p>It makes its tables, which all begin with {@code errand_}, unless it is told not to. The database is asked for nothing
 * before the store is first used.
 */
public final class JdbcArtifactStore implements ArtifactStore {

    private static final Duration LONGEST_RETENTION = Duration.ofDays(36_500);

    /** What may be set. */
    private record Settings(
            DataSource source, Duration retention, Duration timeout, boolean makesTables, ChunkTerms terms) {}

    private final Settings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable ArtifactTable table;

    private JdbcArtifactStore(Settings settings) {
        this.settings = settings;
    }

    /**
     * A store that keeps files for seven days.
     *
     * @param dataSource where to get connections from: a pool, for anything but a test
     * @return the store
     */
    public static JdbcArtifactStore on(DataSource dataSource) {
        return new JdbcArtifactStore(new Settings(
                requireNonNull(dataSource, "dataSource"),
                Duration.ofDays(7),
                Duration.ofSeconds(10),
                true,
                ChunkTerms.DEFAULT));
    }

    /**
     * With another time to keep files.
     *
     * @param duration from a file's completion on; more than zero, and at most 36,500 days
     * @return a store in the same database
     * @throws InvalidInputException if it is out of range
     */
    public JdbcArtifactStore keeping(Duration duration) {
        if (!duration.isPositive() || duration.compareTo(LONGEST_RETENTION) > 0) {
            throw new InvalidInputException(
                    "artifact retention",
                    duration,
                    "be more than zero, and at most " + LONGEST_RETENTION.toDays() + " days");
        }
        Settings s = settings;
        return new JdbcArtifactStore(new Settings(s.source, duration, s.timeout, s.makesTables, s.terms));
    }

    /**
     * With another limit of time for each answer of the database.
     *
     * @param limit 100 milliseconds to 10 minutes; ten seconds by default
     * @return a store in the same database
     * @throws InvalidInputException if it is out of range
     */
    public JdbcArtifactStore timeout(Duration limit) {
        if (limit.compareTo(Duration.ofMillis(100)) < 0 || limit.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new InvalidInputException("timeout", limit, "be 100 milliseconds to 10 minutes");
        }
        Settings s = settings;
        return new JdbcArtifactStore(new Settings(s.source, s.retention, limit, s.makesTables, s.terms));
    }

    /**
     * Without making tables: they must be there, made by the scripts {@code dev/errand/jdbc/schema/*.sql} of this library,
     * by a tool such as Flyway or Liquibase.
     *
     * @return a store in the same database
     */
    public JdbcArtifactStore withTablesOfTheHost() {
        Settings s = settings;
        return new JdbcArtifactStore(new Settings(s.source, s.retention, s.timeout, false, s.terms));
    }

    /** With other chunks, and another patience with those who write them. */
    JdbcArtifactStore terms(ChunkTerms terms) {
        Settings s = settings;
        return new JdbcArtifactStore(new Settings(s.source, s.retention, s.timeout, s.makesTables, terms));
    }

    @Override
    public Artifact write(String fileName, String mediaType, Artifact.Body body) throws Exception {
        FileNames.require(fileName);
        FileNames.requireMediaType(mediaType);
        ChunkOutput output = new ChunkOutput(table(), fileName, mediaType, settings.retention);
        try {
            body.writeTo(output);
        } catch (Throwable e) {
            output.abandon();
            output.requireWritten(); // or that is why the body threw
            throw e;
        }
        return output.complete();
    }

    @Override
    public InputStream open(Artifact artifact, ByteRange range) {
        FileNames.require(artifact.fileName());
        range.requireWithin(artifact);
        ArtifactTable files = table();
        int chunkBytes = ArtifactTable.ask("cannot read", artifact.id(), () -> files.find(artifact))
                .orElseThrow(() -> gone(artifact));
        return new ChunkInput(files, artifact.id(), range, chunkBytes);
    }

    private static ArtifactException gone(Artifact artifact) {
        return ArtifactException.gone("there is no such file, or none that is complete:", location(artifact), null);
    }

    @Override
    public Artifact renew(Artifact artifact) {
        FileNames.require(artifact.fileName());
        ArtifactTable files = table();
        return ArtifactTable.ask("cannot keep", artifact.id(), () -> files.renew(artifact, settings.retention))
                .map(artifact::expiringAt)
                .orElseThrow(() -> gone(artifact));
    }

    private static String location(Artifact artifact) {
        return ArtifactTable.location(artifact.id()) + " (" + artifact.fileName() + ")";
    }

    @Override
    public void delete(Artifact artifact) {
        FileNames.require(artifact.fileName());
        ArtifactTable files = table();
        ArtifactTable.ask("cannot delete", artifact.id(), () -> files.delete(artifact.id()));
    }

    @Override
    public int sweep(Instant now) {
        ArtifactTable files = table();
        return ArtifactTable.ask("cannot sweep", null, () -> files.sweep(now));
    }

    /** Holds nothing open: the data source is closed by whoever made it. */
    @Override
    public void close() {}

    private ArtifactTable table() {
        ArtifactTable known = table;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            if (table == null) {
                table = ArtifactTable.ask("cannot be prepared:", null, this::open);
            }
            return requireNonNull(table);
        } finally {
            lock.unlock();
        }
    }

    private ArtifactTable open() {
        Database database = Database.at(settings.source, settings.timeout);
        Fitness.require(database, settings.terms.longestStatement());
        Schema schema = new Schema(database);
        if (settings.makesTables) {
            schema.prepare();
        }
        schema.require();
        return new ArtifactTable(database, settings.terms);
    }

    @Override
    public String toString() {
        return "artifacts in " + settings.source;
    }
}
