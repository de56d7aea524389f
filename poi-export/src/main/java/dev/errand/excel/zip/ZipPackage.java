package dev.errand.excel.zip;

import dev.errand.InvalidInputException;
import dev.errand.excel.zip.ZipEntryFacts.Completion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes a zip package (APPNOTE 6.3.10): small entries at once, large ones in pieces that are compressed already.
 *
 * <p>On a channel that can seek, the headers of large entries are filled in at their end, and so may be their first
 * bytes ({@link LargeEntry#patchHead}). On a plain stream sizes follow in a data descriptor. zip64 is used only where a
 * size or an offset needs it. On a stream, whose local header is gone before the size is known, that is: in the
 * descriptor and in the directory, as {@code java.util.zip} and Info-ZIP write and read it (APPNOTE 4.3.9.2).
 *
 * <p>Entries are written one after the other. For one thread at a time; all methods block as long as the target does,
 * which is not closed. After an {@link IOException} the package is of no use any more.
 */
public final class ZipPackage {

    private static final int LEVEL_OF_SMALL_ENTRIES = 6;
    private static final int FIRST_YEAR = 1980;
    private static final int LAST_YEAR = 2107;
    private static final int LONGEST_NAME = 0xffff;
    private static final int LEAST_ROOM = 64;
    private static final String NAMED_LATER = "later";

    private final ZipTarget target;
    private final ZipRecords records;
    private final List<ZipEntryFacts> entries = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private boolean entryOpen;
    private boolean finished;

    private ZipPackage(ZipTarget target, LocalDateTime time) {
        if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
            throw new InvalidInputException("time", time, "lie in the years 1980 to 2107");
        }
        this.target = target;
        this.records = new ZipRecords(time);
    }

    /**
     * A package on a channel, from its present position on.
     *
     * @param channel where to write; blocking, and nobody else's meanwhile
     * @param time the time that all entries bear, from 1980 to 2107; seconds are rounded down to even ones
     * @return the package
     * @throws InvalidInputException if a zip package cannot hold that time
     * @throws IOException if the channel cannot tell its position
     */
    public static ZipPackage on(SeekableByteChannel channel, LocalDateTime time) throws IOException {
        return new ZipPackage(new ChannelTarget(channel), time);
    }

    /**
     * A package on a channel, from its beginning on, that can be {@linkplain #save saved}.
     *
     * @param channel where to write; blocking, and nobody else's meanwhile
     * @param time as {@link #on(SeekableByteChannel, LocalDateTime)}
     * @return the package
     * @throws InvalidInputException if a zip package cannot hold that time
     * @throws IOException if the channel cannot be positioned
     */
    public static ZipPackage resumable(SeekableByteChannel channel, LocalDateTime time) throws IOException {
        return new ZipPackage(new ChecksummedTarget(channel), time);
    }

    /**
     * Goes on with a package that was saved. An entry that was open then is to be {@linkplain #reopen reopened}.
     *
     * @param channel where it was written, at least up to where it was saved; what comes after that is written over
     * @param time the time that it was begun with
     * @param saved what was saved
     * @return the package
     * @throws StreamCorruptedException if what was written is not in the channel any more
     * @throws IOException if it cannot be read
     */
    public static ZipPackage resumed(SeekableByteChannel channel, LocalDateTime time, DataInput saved)
            throws IOException {
        ZipPackage resumed = new ZipPackage(new ChecksummedTarget(channel, saved), time);
        for (int rest = saved.readInt(); rest > 0; rest--) {
            ZipEntryFacts entry = ZipEntryFacts.read(saved);
            resumed.entries.add(entry);
            resumed.names.add(entry.name());
        }
        return resumed;
    }

    /**
     * Saves how far it has come, but for an entry that is open.
     *
     * @param out where to
     * @throws IllegalStateException if it is not {@linkplain #resumable resumable}
     * @throws IOException if that fails
     */
    public void save(DataOutput out) throws IOException {
        if (!(target instanceof ChecksummedTarget checksummed)) {
            throw new IllegalStateException("the package is not resumable");
        }
        checksummed.save(out);
        out.writeInt(entries.size());
        for (ZipEntryFacts entry : entries) {
            entry.save(out);
        }
    }

    /**
     * Goes on with an entry that was open.
     *
     * @param saved what was {@linkplain LargeEntry#save saved} of it
     * @return the entry, to append to
     * @throws IOException if it cannot be read
     */
    public LargeEntry reopen(DataInput saved) throws IOException {
        LargeEntry entry = new LargeEntry(this, saved);
        checkNext(entry.name());
        entryOpen = true;
        return entry;
    }

    /**
     * A package on a stream.
     *
     * @param stream where to write
     * @param time the time that all entries bear, from 1980 to 2107; seconds are rounded down to even ones
     * @return the package
     * @throws InvalidInputException if a zip package cannot hold that time
     */
    public static ZipPackage on(OutputStream stream, LocalDateTime time) {
        return new ZipPackage(new StreamTarget(stream), time);
    }

    /**
     * A package of one large entry that waits for its turn in another package, which {@linkplain #take takes} it then.
     *
     * @param spool where it waits
     * @param time as {@link #on(SeekableByteChannel, LocalDateTime)}
     * @return the package; it is not finished, and has no small entries
     * @throws InvalidInputException if a zip package cannot hold that time
     */
    public static ZipPackage waiting(Spool spool, LocalDateTime time) {
        return new ZipPackage(new SpoolTarget(spool), time);
    }

    /**
     * Begins the entry of a package that {@linkplain #waiting waits}. It gets its name when it is taken.
     *
     * @param head as for {@link #begin}
     * @return the entry, to append to
     * @throws IOException if the target fails
     */
    public LargeEntry beginWaiting(byte[] head) throws IOException {
        return begin(NAMED_LATER, head);
    }

    /**
     * Takes the entry of a package that waits, as if it had been written here.
     *
     * @param name its path, with slashes, not used before
     * @param other a {@linkplain #waiting waiting} package, whose entry has ended; of no use afterwards
     * @throws InvalidInputException if the name is empty, too long, or used before
     * @throws IllegalStateException if a large entry is open, the package finished, or the other one does not wait
     * @throws IOException if the target fails
     */
    public void take(String name, ZipPackage other) throws IOException {
        checkNext(name);
        if (!(other.target instanceof SpoolTarget waiting) || other.entryOpen) {
            throw new IllegalStateException("the other package has no entry that waits");
        }
        ZipEntryFacts there = other.entries.getFirst();
        ZipEntryFacts entry = ZipEntryFacts.beginning(name, there.completion(), target.position())
                .completed(there.crc(), there.deflatedLength(), there.rawLength());
        write(records.localHeader(entry));
        waiting.moveTo(target, records.localHeader(there).length);
        entries.add(entry);
    }

    /**
     * Whether {@link LargeEntry#patchHead} will work.
     *
     * @return true on a channel
     */
    public boolean canPatch() {
        return target.canPatch();
    }

    /**
     * How many bytes were written.
     *
     * @return zero or more
     */
    public long size() {
        return target.position();
    }

    /**
     * Writes a whole entry, compressed by zlib.
     *
     * @param name its path, with slashes, not used before
     * @param content its bytes
     * @throws InvalidInputException if the name is empty, too long, or used before
     * @throws IllegalStateException if a large entry is open, or the package finished
     * @throws IOException if the target fails
     */
    public void add(String name, byte[] content) throws IOException {
        checkNext(name);
        byte[] deflated = deflated(content);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntryFacts entry = ZipEntryFacts.beginning(name, Completion.AT_ONCE, target.position())
                .completed((int) crc.getValue(), deflated.length, content.length);
        write(records.localHeader(entry));
        write(deflated);
        entries.add(entry);
    }

    private static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(LEVEL_OF_SMALL_ENTRIES, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            byte[] deflated = new byte[LEAST_ROOM + content.length / 2];
            int written = 0;
            while (!deflater.finished()) {
                if (written == deflated.length) {
                    deflated = Arrays.copyOf(deflated, 2 * written);
                }
                written += deflater.deflate(deflated, written, deflated.length - written);
            }
            return Arrays.copyOf(deflated, written);
        } finally {
            deflater.end();
        }
    }

    /**
     * Begins a large entry, to be ended before the next one.
     *
     * @param name its path, with slashes, not used before
     * @param head its first bytes, stored as they are; none if there is nothing to patch
     * @return the entry, to append to
     * @throws InvalidInputException if the name is empty, too long, or used before
     * @throws IllegalStateException if a large entry is open, or the package finished
     * @throws IOException if the target fails
     */
    public LargeEntry begin(String name, byte[] head) throws IOException {
        checkNext(name);
        Completion completion = canPatch() ? Completion.BY_PATCH : Completion.BY_DESCRIPTOR;
        ZipEntryFacts entry = ZipEntryFacts.beginning(name, completion, target.position());
        target.writeReplaceable(records.localHeader(entry));
        entryOpen = true;
        return new LargeEntry(this, entry, head);
    }

    private void checkNext(String name) {
        checkBetweenEntries();
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > LONGEST_NAME) {
            throw new InvalidInputException("name", name, "have from 1 to " + LONGEST_NAME + " bytes");
        }
        if (!names.add(name)) {
            throw new InvalidInputException("name", name, "be unique in the package");
        }
    }

    private void checkBetweenEntries() {
        if (finished || entryOpen) {
            throw new IllegalStateException(finished ? "the package is finished" : "a large entry is still open");
        }
    }

    /** Completes the large entry that is open. */
    void end(ZipEntryFacts entry) throws IOException {
        if (entry.patched()) {
            target.patch(entry.offset(), records.localHeader(entry));
        } else {
            write(ZipRecords.descriptor(entry));
        }
        entries.add(entry);
        entryOpen = false;
        if (target instanceof SpoolTarget waiting) {
            waiting.end();
        }
    }

    /** Where the bytes of the open entry go. */
    ZipTarget target() {
        return target;
    }

    /**
     * Writes the directory. Nothing may follow.
     *
     * @throws IllegalStateException if a large entry is open, or the package finished before
     * @throws IOException if the target fails
     */
    public void finish() throws IOException {
        checkBetweenEntries();
        finished = true;
        long directory = target.position();
        for (ZipEntryFacts entry : entries) {
            write(records.centralHeader(entry));
        }
        write(ZipRecords.end(entries.size(), directory, target.position()));
    }

    private void write(byte[] bytes) throws IOException {
        target.write(bytes, bytes.length);
    }
}
