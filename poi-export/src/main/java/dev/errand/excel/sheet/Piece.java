package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes that stand in each row alike, such as {@code </v></c>}: kept as words of eight bytes, so that they are written
 * by few stores. Up to seven bytes behind the last one may be touched.
 */
final class Piece {

    static final Piece NOTHING = new Piece("");

    /** Stores eight bytes, the lowest of them first. */
    static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] words;
    private final int length;

    Piece(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        length = bytes.length;
        words = new long[(length + Long.BYTES - 1) / Long.BYTES];
        for (int i = 0; i < length; i++) {
            words[i / Long.BYTES] |= (bytes[i] & 0xFFL) << (Byte.SIZE * (i % Long.BYTES));
        }
    }

    int length() {
        return length;
    }

    /** Writes it, and tells the position behind it. */
    int put(byte[] bytes, int at) {
        for (int i = 0; i < words.length; i++) {
            WORD.set(bytes, at + Long.BYTES * i, words[i]);
        }
        return at + length;
    }
}
