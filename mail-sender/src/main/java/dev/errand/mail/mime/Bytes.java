package dev.errand.mail.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A message that grows, in lines. Kept from one message to the next, so that a campaign leaves none of it behind.
 *
 * <p>Only {@link #newLine} ends a line. Text that would end one, or is not ASCII, is refused by {@link #text}, and the former by
 * {@link #utf8}: whatever was overlooked before, nobody writes a header of his own.
 */
final class Bytes {

    private static final int USUAL = 8_192;
    private static final int MOST_KEPT = 1 << 20;
    private static final String HEX = "0123456789ABCDEF";

    private byte[] array = new byte[USUAL];
    private int size;
    private int lineStart;

    /** Begins again, with what was large given back. */
    void clear() {
        if (array.length > MOST_KEPT) {
            array = new byte[USUAL];
        }
        size = 0;
        lineStart = 0;
    }

    int size() {
        return size;
    }

    /** How many bytes the line has so far. */
    int column() {
        return size - lineStart;
    }

    void text(String ascii) {
        text(ascii, 0, ascii.length());
    }

    void text(String ascii, int from, int to) {
        int end = room(to - from);
        for (int i = from; i < to; i++) {
            char c = ascii.charAt(i);
            if (c > '~' || (c < ' ' && c != '\t')) {
                throw new IllegalArgumentException("not on a line: U+" + Integer.toHexString(c));
            }
            array[end++] = (byte) c;
        }
        size = end;
    }

    /** Text of a line that may have other characters, which stand there as they are (RFC 6532). */
    void utf8(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (codePoint < 0x80) {
                text(text, i, i + 1);
            } else if (Character.isISOControl(codePoint)) {
                throw new IllegalArgumentException("not on a line: U+" + Integer.toHexString(codePoint));
            } else {
                for (int octet = 0; octet < Utf8.length(codePoint); octet++) {
                    put(Utf8.octet(codePoint, octet));
                }
            }
        }
    }

    /** One byte of a line. */
    void put(int printable) {
        int end = room(1);
        array[end] = (byte) printable;
        size = end + 1;
    }

    /** One byte of something else, as two digits. */
    void hex(int octet) {
        put(HEX.charAt(octet >> 4));
        put(HEX.charAt(octet & 0xF));
    }

    /** Whole lines, as they are. */
    void lines(byte[] whole) {
        lines(whole, 0, whole.length);
    }

    /** Whole lines from within others, as they are. */
    void lines(byte[] whole, int from, int to) {
        int end = room(to - from); // which may make another array
        System.arraycopy(whole, from, array, end, to - from);
        size = end + to - from;
        lineStart = size;
    }

    /** Some of it, to be written again. */
    void copy(int from, int length, byte[] into) {
        System.arraycopy(array, from, into, 0, length);
    }

    void newLine() {
        int end = room(2);
        array[end] = '\r';
        array[end + 1] = '\n';
        size = end + 2;
        lineStart = size;
    }

    /** Ends the line, unless none has begun. */
    void endLine() {
        if (column() > 0) {
            newLine();
        }
    }

    /** Where the header ends, behind its last field: before the first empty line. */
    int headerEnd() {
        int at = 0;
        while (array[at] != '\n' || array[at + 1] != '\r') {
            at++;
        }
        return at + 1;
    }

    /** Some of it, as it is now. */
    ByteBuffer view(int from, int to) {
        return ByteBuffer.wrap(array, from, to - from).asReadOnlyBuffer();
    }

    void writeTo(OutputStream out, int from, int to) throws IOException {
        out.write(array, from, to - from);
    }

    /** Sees to it that there is room for more. The end so far. */
    private int room(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(size, more)));
        }
        return size;
    }
}
