package dev.errand.excel.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TemporaryFileTest {

    @Test
    void hasNoNameOnceItIsOpen() throws IOException {
        try (TemporaryFile file = TemporaryFile.open()) {
            file.channel().write(ByteBuffer.wrap(new byte[100_000]));
            try (Stream<Path> listed = Files.list(Path.of(TemporaryFile.directory()))) {
                assertThat(listed.filter(path -> path.getFileName().toString().startsWith("errand-"))
                                .filter(path -> path.toString().endsWith(".part")))
                        .isEmpty();
            }
            ByteArrayOutputStream copy = new ByteArrayOutputStream();
            file.copyTo(copy, () -> {});
            assertThat(copy.size()).isEqualTo(100_000);
        }
    }
}
