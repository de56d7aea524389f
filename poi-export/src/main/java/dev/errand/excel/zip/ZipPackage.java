package dev.errand.excel.zip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.time.LocalDateTime;

/**
 * Writes a zip package (APPNOTE 6.3.10): small entries at once, large ones in pieces that are compressed already.
 *
 * <p>On a channel that can seek, the headers of large entries are filled in at their end, and so may be their first
 * bytes ({@link LargeEntry#patchHead}). On a plain stream sizes follow in a data descriptor. zip64 is used only where a
 * size or an offset needs it. Entries are written one after the other. For one thread at a time; all methods block as
 * long as the target does, which is not closed.
 */
public final class ZipPackage {

    private ZipPackage() {}

    /**
     * A package on a channel, from its present position on.
     *
     * @param channel where to write; blocking, and nobody else's meanwhile
     * @param time the time that all entries bear, from 1980 to 2107
     * @return the package
     * @throws IOException if the channel cannot tell its position
     */
    public static ZipPackage on(SeekableByteChannel channel, LocalDateTime time) throws IOException {
        throw new UnsupportedOperationException("interface only");
    }

    /**
     * A package on a stream.
     *
     * @param stream where to write
     * @param time the time that all entries bear, from 1980 to 2107
     * @return the package
     */
    public static ZipPackage on(OutputStream stream, LocalDateTime time) {
        throw new UnsupportedOperationException("interface only");
    }

    /**
     * Whether {@link LargeEntry#patchHead} will work.
     *
     * @return true on a channel
     */
    public boolean canPatch() {
        throw new UnsupportedOperationException("interface only");
    }

    /**
     * Writes a whole entry, compressed by zlib.
     *
     * @param name its path, with slashes
     * @param content its bytes
     * @throws IOException if the target fails
     */
    public void add(String name, byte[] content) throws IOException {
        throw new UnsupportedOperationException("interface only");
    }

    /**
     * Begins a large entry, to be ended before the next one.
     *
     * @param name its path, with slashes
     * @param head its first bytes, stored as they are
     * @return the entry, to append to
     * @throws IOException if the target fails
     */
    public LargeEntry begin(String name, byte[] head) throws IOException {
        throw new UnsupportedOperationException("interface only");
    }

    /**
     * Writes the directory. Nothing may follow.
     *
     * @throws IOException if the target fails
     */
    public void finish() throws IOException {
        throw new UnsupportedOperationException("interface only");
    }
}
