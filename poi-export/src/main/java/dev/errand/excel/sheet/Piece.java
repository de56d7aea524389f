package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes that stand in each row alike, such as {@code </v></c>}: kept as words of eight bytes, so that they are written
 * by few stores. Of those behind the last one, up to {@link #TOUCHED} may be touched.
 */
final class Piece {

    static final Piece NOTHING = new Piece("");

    /** How many bytes may be touched that are not its own. */
    static final int TOUCHED = 2 * Long.BYTES;

    /** Stores eight bytes, the lowest of them first. */
    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long first;
    private final long second;
    private final long[] others;
    private final int length;

    Piece(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        length = bytes.length;
        long[] words = new long[Math.max(2, (length + Long.BYTES - 1) / Long.BYTES)];
        for (int i = 0; i < length; i++) {
            words[i / Long.BYTES] |= (bytes[i] & 0xFFL) << (Byte.SIZE * (i % Long.BYTES));
        }
        first = words[0];
        second = words[1];
        others = Arrays.copyOfRange(words, 2, words.length);
    }

    int length() {
        return length;
    }

    /** Writes it, and tells the position behind it. */
    int put(byte[] bytes, int at) {
        WORD.set(bytes, at, first);
        WORD.set(bytes, at + Long.BYTES, second);
        for (int i = 0; i < others.length; i++) {
            WORD.set(bytes, at + TOUCHED + Long.BYTES * i, others[i]);
        }
        return at + length;
    }
}
