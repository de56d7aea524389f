package dev.errand.mail.dkim;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The hash of a body whose blanks are each one space, but none at the end of a line, and that has no empty lines at its end (RFC
 * 6376, section 3.4.4).
 */
final class RelaxedBody {

    private static final int PIECE = 8_192;

    private final MessageDigest hash = sha256();
    private final byte[] piece = new byte[PIECE];
    private int size;
    private boolean blank;
    private int lineEnds;
    private boolean empty = true;

    private RelaxedBody() {}

    static byte[] hash(List<ByteBuffer> body) {
        RelaxedBody relaxed = new RelaxedBody();
        body.forEach(relaxed::read);
        return relaxed.finish();
    }

    private void read(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            switch (b) {
                case ' ', '\t' -> blank = true;
                case '\r' -> {
                    // a line ends with both, always
                }
                case '\n' -> {
                    lineEnds++;
                    blank = false;
                }
                default -> write(b);
            }
        }
    }

    /** Something that stands on a line, after the line ends and blanks before it, which are part of the body now. */
    private void write(byte b) {
        for (; lineEnds > 0; lineEnds--) {
            endLine();
        }
        if (blank) {
            put((byte) ' ');
            blank = false;
        }
        put(b);
        empty = false;
    }

    private void endLine() {
        put((byte) '\r');
        put((byte) '\n');
    }

    private void put(byte b) {
        if (size == PIECE) {
            hash.update(piece);
            size = 0;
        }
        piece[size++] = b;
    }

    /** The last line that has something on it has one end. */
    private byte[] finish() {
        if (!empty) {
            endLine();
        }
        hash.update(piece, 0, size);
        return hash.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
