package dev.errand.excel.zip;

import java.io.IOException;

/** What a package is written to. Positions count from where the package begins. */
interface ZipTarget {

    /** How many bytes were written. */
    long position();

    /** Appends bytes. */
    void write(byte[] bytes, int length) throws IOException;

    /** Appends bytes that may be replaced later, all of them at once. */
    default void writeReplaceable(byte[] bytes) throws IOException {
        write(bytes, bytes.length);
    }

    /** Whether what was written can be written anew. */
    boolean canPatch();

    /** Replaces bytes that were written before. */
    void patch(long position, byte[] bytes) throws IOException;
}
