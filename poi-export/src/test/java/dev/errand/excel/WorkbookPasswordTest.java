package dev.errand.excel;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.poi.poifs.crypt.Decryptor;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkbookPasswordTest {

    private static final ExcelSheet<Integer> SHEET =
            ExcelSheet.<Integer>named("Numbers").column("Number", row -> row).column("Text", row -> "row " + row);

    private static final List<Integer> ROWS = IntStream.range(0, 20_000).boxed().toList();

    @TempDir
    private Path directory;

    @Test
    void opensWithThePasswordOnly() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rows = ExcelWorkbook.named("Secret")
                .sheet(SHEET, ROWS)
                .password("Ж & secret")
                .write(out);

        assertThat(rows).isEqualTo(20_000);
        try (POIFSFileSystem container = new POIFSFileSystem(new ByteArrayInputStream(out.toByteArray()))) {
            EncryptionInfo info = new EncryptionInfo(container);
            assertThat(info.getEncryptionMode()).isEqualTo(EncryptionMode.agile);
            Decryptor decryptor = info.getDecryptor();
            assertThat(decryptor.verifyPassword("secret")).isFalse();
            assertThat(decryptor.verifyPassword("Ж & secret")).isTrue();
            try (InputStream plain = decryptor.getDataStream(container)) {
                assertThat(Workbooks.read(plain.readAllBytes())
                                .getRow(20_000)
                                .getCell(1)
                                .getStringCellValue())
                        .isEqualTo("row 19999");
            }
        }
    }

    @Test
    void isWrittenToAFile() throws Exception {
        Path file = directory.resolve("secret.xlsx");

        ExcelWorkbook.named("Secret").sheet(SHEET, ROWS).password("secret").write(file);

        assertThat(directory).isDirectoryContaining(path -> path.equals(file));
        try (Workbook read = WorkbookFactory.create(file.toFile(), "secret", true)) {
            assertThat(read.getSheetAt(0).getLastRowNum()).isEqualTo(20_000);
        }
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void isLeftByATaskAndStopsAtACancel() throws Exception {
        ExcelWorkbook book = ExcelWorkbook.named("Secret").sheet(SHEET, ROWS).password("secret");
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> whole = tasks.submit("export", book::export);
            assertThat(whole.await(ofSeconds(30)).orElseThrow()).isInstanceOf(Outcome.Succeeded.class);

            ExcelSheet<Integer> last = SHEET.column("Last", row -> row);
            TaskHandle<Artifact> cancelled = tasks.submit("export", context -> {
                ExcelSheet<Integer> cancelling = last.column("Cancel", row -> {
                    if (row == 19_999) {
                        tasks.find(context.id()).orElseThrow().cancel();
                    }
                    return row;
                });
                return ExcelWorkbook.named("Secret")
                        .sheet(cancelling, ROWS)
                        .password("secret")
                        .export(context);
            });
            assertThat(cancelled.await(ofSeconds(30)).orElseThrow()).isInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void refusesPasswordsOutOfRangeWithoutShowingThem() {
        ExcelWorkbook book = ExcelWorkbook.named("Secret");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> book.password(""))
                .withMessage("length of the password is 0, but must be 1 to 255 characters");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> book.password("x".repeat(256)))
                .withMessage("length of the password is 256, but must be 1 to 255 characters");
        assertThat(book.password("x".repeat(255))).isNotNull();
    }
}
