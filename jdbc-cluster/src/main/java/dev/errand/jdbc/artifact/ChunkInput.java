package dev.errand.jdbc.artifact;

import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ByteRange;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.UUID;

/** Reads a part of a file, chunk by chunk, and holds one of them. For one thread. */
public final class ChunkInput extends InputStream {

    private static final byte[] NONE = {};

    private final ArtifactTable files;
    private final UUID file;
    private final int chunkBytes;
    private final long end;
    private long position;

    /** The chunk that is held, and its number. */
    private byte[] chunk = NONE;

    private int number = -1;

    public ChunkInput(ArtifactTable files, UUID file, ByteRange range, int chunkBytes) {
        this.files = files;
        this.file = file;
        this.chunkBytes = chunkBytes;
        this.position = range.from();
        this.end = range.from() + range.length();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            return -1;
        }
        hold(Math.toIntExact(position / chunkBytes));
        int from = (int) (position % chunkBytes);
        if (from >= chunk.length) {
            throw new EOFException("the file should go on to byte " + end + ", and ends before byte " + position);
        }
        int read = (int) Math.min(Math.min(length, chunk.length - from), end - position);
        System.arraycopy(chunk, from, target, offset, read);
        position += read;
        return read;
    }

    private void hold(int wanted) throws IOException {
        if (number == wanted) {
            return;
        }
        chunk = NONE; // or there were two of them for a moment
        try {
            chunk = ArtifactTable.ask("cannot read", file, () -> files.chunk(file, wanted))
                    .orElseThrow(() ->
                            new IOException("the file was deleted while it was read: " + ArtifactTable.location(file)));
        } catch (ArtifactException e) {
            throw new IOException(e.getMessage(), e);
        }
        number = wanted;
    }

    @Override
    public long skip(long bytes) {
        long skipped = Math.clamp(bytes, 0, end - position);
        position += skipped;
        return skipped;
    }

    /** What is held already. */
    @Override
    public int available() {
        boolean held = position < end && number == position / chunkBytes;
        return held ? (int) Math.min(chunk.length - position % chunkBytes, end - position) : 0;
    }
}
