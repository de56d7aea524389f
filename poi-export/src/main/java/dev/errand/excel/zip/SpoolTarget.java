package dev.errand.excel.zip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Keeps one entry until its turn comes: what may be replaced in memory, and the rest in a spool. */
final class SpoolTarget implements ZipTarget {

    private final Spool.Stretch rest;
    private byte[] beginning = new byte[0];

    SpoolTarget(Spool spool) {
        rest = spool.begin();
    }

    @Override
    public long position() {
        return beginning.length + rest.length();
    }

    @Override
    public void write(byte[] bytes, int length) throws IOException {
        rest.write(bytes, length);
    }

    @Override
    public void writeReplaceable(byte[] bytes) {
        ByteArrayOutputStream more = new ByteArrayOutputStream(beginning.length + bytes.length);
        more.writeBytes(beginning);
        more.writeBytes(bytes);
        beginning = more.toByteArray();
    }

    @Override
    public boolean canPatch() {
        return true;
    }

    @Override
    public void patch(long position, byte[] bytes) {
        System.arraycopy(bytes, 0, beginning, (int) position, bytes.length);
    }

    /** Nothing is written any more. */
    void end() throws IOException {
        rest.end();
    }

    /** Copies what comes after so many bytes. */
    void moveTo(ZipTarget target, int from) throws IOException {
        byte[] kept = new byte[beginning.length - from];
        System.arraycopy(beginning, from, kept, 0, kept.length);
        target.write(kept, kept.length);
        rest.moveTo(target);
    }
}
