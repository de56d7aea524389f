package dev.errand.excel.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Checksums of what is kept over a restart. */
public final class Checksums {

    private Checksums() {}

    /**
     * The SHA-256 of some bytes (FIPS 180-4).
     *
     * @param bytes what to compute it of
     * @return 32 bytes
     */
    public static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
