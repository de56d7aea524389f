package dev.errand.excel.poi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.excel.file.TemporaryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgileEncryptionTest {

    private static final int PIECES = 64;

    /** Most of the time is taken by POI, which copies everything into its container once the last piece is there. */
    @Test
    void asksWhetherToGoOnWhilePoiCopies() throws IOException {
        AtomicInteger asked = new AtomicInteger();

        encrypt(asked::incrementAndGet);

        assertThat(asked).hasValueGreaterThan(2 * PIECES);
    }

    @Test
    void endsWhilePoiCopies() {
        AtomicInteger asked = new AtomicInteger();

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> encrypt(() -> {
                    if (asked.incrementAndGet() == PIECES + 10) {
                        throw new CancellationException("in the midst of it");
                    }
                }))
                .withMessage("in the midst of it");
        assertThat(asked).hasValue(PIECES + 10);
    }

    private static void encrypt(Runnable beforeEach) throws IOException {
        try (TemporaryFile plain = TemporaryFile.open();
                TemporaryFile target = TemporaryFile.open()) {
            ByteBuffer bytes = ByteBuffer.allocate(PIECES << 16);
            while (bytes.hasRemaining()) {
                plain.channel().write(bytes);
            }
            AgileEncryption.encrypt(plain, target.channel(), "secret", beforeEach);
        }
    }
}
