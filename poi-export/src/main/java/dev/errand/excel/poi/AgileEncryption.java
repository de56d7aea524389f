package dev.errand.excel.poi;

import dev.errand.excel.file.TemporaryFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import org.apache.poi.poifs.crypt.ChainingMode;
import org.apache.poi.poifs.crypt.CipherAlgorithm;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.crypt.HashAlgorithm;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;

/**
 * Encrypts a workbook as Excel does since 2013 ([MS-OFFCRYPTO] 2.3.4.10, agile encryption): AES-256 in CBC mode, a key made
 * by 100,000 rounds of SHA-512, and an HMAC over all of it. By files and not in memory.
 */
public final class AgileEncryption {

    private static final int AS_USUAL = -1;

    private AgileEncryption() {}

    /**
     * Encrypts a file into another one.
     *
     * @param plain the workbook
     * @param target takes the encrypted one; empty
     * @param password opens it
     * @param beforeEach runs all along, every few pieces; what it throws ends the encryption
     * @throws IOException if a file cannot be read or written
     */
    public static void encrypt(TemporaryFile plain, FileChannel target, String password, Runnable beforeEach)
            throws IOException {
        writeEmptyContainer(target);
        try (POIFSFileSystem container = new POIFSFileSystem(new HeedfulChannel(target, beforeEach), false, false)) {
            try (OutputStream encrypted = encryptor(password).getDataStream(container)) {
                plain.copyTo(encrypted, beforeEach);
            }
            container.writeFilesystem();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot encrypt by AES-256 and SHA-512", e);
        }
    }

    /** A container on a file is one that was read from it. */
    private static void writeEmptyContainer(FileChannel target) throws IOException {
        try (POIFSFileSystem empty = new POIFSFileSystem()) {
            empty.writeFilesystem(Channels.newOutputStream(target));
        }
        target.position(0);
    }

    private static Encryptor encryptor(String password) {
        Encryptor encryptor = new EncryptionInfo(
                        EncryptionMode.agile,
                        CipherAlgorithm.aes256,
                        HashAlgorithm.sha512,
                        AS_USUAL,
                        AS_USUAL,
                        ChainingMode.cbc)
                .getEncryptor();
        encryptor.confirmPassword(password);
        return encryptor;
    }
}
