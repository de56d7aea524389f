package dev.errand.excel.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is put into a package is read back by the JDK, by its directory and from its beginning. */
@Timeout(60)
class ZipPackageTest {

    private static final LocalDateTime TIME = LocalDateTime.of(2026, 2, 28, 23, 59, 58);
    private static final String SHEET = "xl/worksheets/sheet1.xml";
    private static final String HEAD = "<cols width=\"12.00\">";
    private static final String PATCHED = "<cols width=\"47.00\">";

    @TempDir
    Path folder;

    private final PieceBuffer rows = SampleRows.of(new Random(1), 3_000);

    @Test
    void aFileIsReadBack() throws IOException {
        assertReadBack(file(), PATCHED);
    }

    @Test
    void aStreamIsReadBack() throws IOException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        write(ZipPackage.on(stream, TIME));
        assertReadBack(Files.write(folder.resolve("stream.zip"), stream.toByteArray()), HEAD);
    }

    @Test
    void theSameIsWrittenAgain() throws IOException {
        byte[] first = Files.readAllBytes(file());
        assertThat(Files.readAllBytes(file())).isEqualTo(first);
    }

    @Test
    void aPackageMayBeginWithinAFile() throws IOException {
        byte[] alone = Files.readAllBytes(file());
        Path path = folder.resolve("within");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(100);
            write(ZipPackage.on(channel, TIME));
        }
        byte[] within = Files.readAllBytes(path);
        assertThat(Arrays.copyOfRange(within, 100, within.length)).isEqualTo(alone);
    }

    private Path file() throws IOException {
        Path path = Files.createTempFile(folder, "file", ".zip");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            write(ZipPackage.on(channel, TIME));
        }
        return path;
    }

    private void write(ZipPackage zip) throws IOException {
        zip.add("[Content_Types].xml", "<Types/>".getBytes(UTF_8));
        LargeEntry sheet = zip.begin(SHEET, HEAD.getBytes(UTF_8));
        DeflatedBatch batch = new DeflatedBatch();
        try (RowBatchDeflater deflater = new RowBatchDeflater(RepeatSearch.IN_TEXTS);
                ZlibBatchDeflater zlib = new ZlibBatchDeflater(1)) {
            zlib.deflate(rows, batch);
            sheet.append(batch);
            deflater.deflate(rows, batch);
            sheet.append(batch);
        }
        sheet.appendStored("</sheetData>".getBytes(UTF_8));
        if (zip.canPatch()) {
            sheet.patchHead(PATCHED.getBytes(UTF_8));
        }
        sheet.end();
        zip.add("Zürich/漢字.xml", new byte[100_000]);
        zip.begin("empty", new byte[0]).end();
        zip.add("nothing", new byte[0]);
        zip.finish();
    }

    private void assertReadBack(Path path, String head) throws IOException {
        ByteArrayOutputStream sheet = new ByteArrayOutputStream();
        sheet.writeBytes(head.getBytes(UTF_8));
        sheet.write(rows.array(), 0, rows.length());
        sheet.write(rows.array(), 0, rows.length());
        sheet.writeBytes("</sheetData>".getBytes(UTF_8));
        Map<String, byte[]> expected = new LinkedHashMap<>();
        expected.put("[Content_Types].xml", "<Types/>".getBytes(UTF_8));
        expected.put(SHEET, sheet.toByteArray());
        expected.put("Zürich/漢字.xml", new byte[100_000]);
        expected.put("empty", new byte[0]);
        expected.put("nothing", new byte[0]);
        assertDirectory(path, expected);
        assertFromBeginning(path, expected);
    }

    private static void assertDirectory(Path path, Map<String, byte[]> expected) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactlyElementsOf(expected.keySet());
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                assertThat(content).as(entry.getName()).isEqualTo(expected.get(entry.getName()));
                assertThat(entry.getSize()).isEqualTo(content.length);
                assertThat(entry.getTimeLocal()).isEqualTo(TIME);
            }
        }
    }

    /** ZipInputStream compares sizes and checksums with those in the local header or the descriptor. */
    private static void assertFromBeginning(Path path, Map<String, byte[]> expected) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(path)))) {
            for (Map.Entry<String, byte[]> entry : expected.entrySet()) {
                assertThat(zip.getNextEntry().getName()).isEqualTo(entry.getKey());
                assertThat(zip.readAllBytes()).as(entry.getKey()).isEqualTo(entry.getValue());
            }
            assertThat(zip.getNextEntry()).isNull();
        }
    }

    @Test
    void aHeadMayBeLongerThanOneStoredBlock() throws IOException {
        byte[] head = new byte[200_000];
        Arrays.fill(head, (byte) 'a');
        Path path = folder.resolve("head.zip");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ZipPackage zip = ZipPackage.on(channel, TIME);
            LargeEntry entry = zip.begin("a", head);
            Arrays.fill(head, (byte) 'b');
            entry.patchHead(head);
            entry.end();
            zip.finish();
        }
        assertDirectory(path, Map.of("a", head));
        assertFromBeginning(path, Map.of("a", head));
    }

    @Test
    void aHeadKeepsItsLength() throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve("x"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            LargeEntry entry = ZipPackage.on(channel, TIME).begin("a", new byte[10]);
            assertThatThrownBy(() -> entry.patchHead(new byte[11]))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("length of the head is 11, but must stay 10");
        }
    }

    @Test
    void oneEntryAfterTheOther() throws IOException {
        ZipPackage zip = ZipPackage.on(new ByteArrayOutputStream(), TIME);
        LargeEntry entry = zip.begin("a", new byte[0]);
        assertThatThrownBy(() -> zip.add("b", new byte[0])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(zip::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> entry.patchHead(new byte[0])).isInstanceOf(IllegalStateException.class);
        entry.end();
        assertThatThrownBy(entry::end).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> zip.add("a", new byte[0])).hasMessageContaining("unique");
        assertThatThrownBy(() -> zip.add("", new byte[0])).hasMessageContaining("name");
        zip.finish();
        assertThatThrownBy(zip::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesATimeThatZipDoesNotKnow() {
        assertThatThrownBy(() -> ZipPackage.on(new ByteArrayOutputStream(), TIME.withYear(1979)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1979");
    }
}
