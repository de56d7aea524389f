package dev.errand.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A set of texts that keeps eight bytes of SHA-256 of each: of a million addresses, two are taken for one with a probability of
 * 1 in 30 million, and nobody can make hers be taken for another one. Open addressing, at most two thirds full.
 */
final class Hashes {

    private final MessageDigest digest = sha256();
    private long[] table = new long[1_024];
    private int size;

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** What a text is known by; not zero. */
    long of(String text) {
        long hash = ByteBuffer.wrap(digest.digest(text.getBytes(UTF_8))).getLong();
        return hash == 0 ? 1 : hash;
    }

    /** False if it was there before. */
    boolean add(long hash) {
        int place = placeOf(hash);
        if (table[place] == hash) {
            return false;
        }
        table[place] = hash;
        size++;
        if (size * 3L > table.length * 2L) {
            grow();
        }
        return true;
    }

    /** Where it is, or would be. */
    private int placeOf(long hash) {
        int place = (int) hash & (table.length - 1);
        while (table[place] != 0 && table[place] != hash) {
            place = (place + 1) & (table.length - 1);
        }
        return place;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        for (long hash : old) {
            if (hash != 0) {
                table[placeOf(hash)] = hash;
            }
        }
    }
}
