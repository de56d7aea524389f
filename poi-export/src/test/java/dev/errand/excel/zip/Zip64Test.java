package dev.errand.excel.zip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * zip64 where a size, an offset or the number of entries needs it, and nowhere else. Content of more than 4 GiB consists
 * of zeros here, and compressed bytes of more than 4 GiB are holes in a file: both are quick. With
 * {@code -Derrand.long=true} the former is also read back whole.
 */
@Timeout(300)
class Zip64Test {

    private static final boolean LONG = Boolean.getBoolean("errand.long");
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final int BATCH = 10_000_000;
    private static final int BATCHES = 430;
    private static final long LARGE = (long) BATCH * BATCHES;
    private static final int VERSION_20 = 20;
    private static final int VERSION_45 = 45;
    private static final int LOCAL_EXTRA = 30 + 1; // behind a name of one character

    @TempDir
    Path folder;

    @Test
    void contentOfMoreThanFourGibibytesInAFile() throws IOException {
        Path path = folder.resolve("file.zip");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            writeZeros(ZipPackage.on(channel, TIME));
        }
        assertThat(sizeOf(path, "a")).isEqualTo(LARGE);
        ByteBuffer local = beginning(path);
        assertThat(local.getShort(4)).isEqualTo((short) VERSION_45);
        assertThat(local.getInt(18)).isEqualTo(-1);
        assertThat(local.getInt(22)).isEqualTo(-1);
        assertThat(local.getShort(LOCAL_EXTRA)).as("zip64 field").isEqualTo((short) 1);
        assertThat(local.getShort(LOCAL_EXTRA + 2)).isEqualTo((short) 16);
        assertThat(local.getLong(LOCAL_EXTRA + 4)).isEqualTo(LARGE);
        assertReadBack(path);
    }

    @Test
    void contentOfMoreThanFourGibibytesInAStream() throws IOException {
        Path path = folder.resolve("stream.zip");
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(path))) {
            writeZeros(ZipPackage.on(stream, TIME));
        }
        assertThat(sizeOf(path, "a")).isEqualTo(LARGE);
        assertReadBack(path);
    }

    private static void writeZeros(ZipPackage zip) throws IOException {
        PieceBuffer zeros = new PieceBuffer(RowLayout.UNMARKED, BATCH);
        zeros.append(new byte[BATCH]);
        DeflatedBatch batch = new DeflatedBatch();
        try (ZlibBatchDeflater deflater = new ZlibBatchDeflater(9)) {
            deflater.deflate(zeros, batch);
        }
        LargeEntry entry = zip.begin("a", new byte[0]);
        for (int i = 0; i < BATCHES; i++) {
            entry.append(batch);
        }
        entry.end();
        zip.add("z", "last".getBytes(UTF_8));
        zip.finish();
    }

    private static void assertReadBack(Path path) throws IOException {
        if (LONG) {
            try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
                assertThat(zip.getNextEntry().getName()).isEqualTo("a");
                assertThat(zip.transferTo(OutputStream.nullOutputStream())).isEqualTo(LARGE);
                assertThat(zip.getNextEntry().getName()).isEqualTo("z");
                assertThat(zip.readAllBytes()).isEqualTo("last".getBytes(UTF_8));
            }
        }
    }

    @Test
    void anEntryAndAnOffsetBehindFourGibibytes() throws IOException {
        Path path = folder.resolve("sparse.zip");
        long holes = (1L << 32) / SparseChannel.HOLE.length + 1;
        try (SparseChannel channel = new SparseChannel(path)) {
            ZipPackage zip = ZipPackage.on(channel, TIME);
            LargeEntry entry = zip.begin("a", new byte[0]);
            for (long i = 0; i < holes; i++) {
                entry.append(SparseChannel.HOLE, SparseChannel.HOLE.length, 0, 0); // no DEFLATE, but its size counts
            }
            entry.end();
            LargeEntry behind = zip.begin("b", "head ".getBytes(UTF_8));
            behind.appendStored("tail".getBytes(UTF_8));
            behind.patchHead("HEAD ".getBytes(UTF_8));
            behind.end();
            zip.finish();
        }
        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertThat(zip.getEntry("a").getCompressedSize()).isEqualTo(holes * SparseChannel.HOLE.length + 2);
            assertThat(zip.getEntry("a").getSize()).isZero();
            ZipEntry behind = zip.getEntry("b");
            try (InputStream content = zip.getInputStream(behind)) {
                assertThat(content.readAllBytes()).isEqualTo("HEAD tail".getBytes(UTF_8));
            }
        }
        assertThat(beginning(path).getShort(4)).isEqualTo((short) VERSION_45);
    }

    @Test
    void moreEntriesThanOrdinaryZipCanCount() throws IOException {
        Path path = folder.resolve("many.zip");
        int entries = 65_540;
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(path))) {
            ZipPackage zip = ZipPackage.on(stream, TIME);
            for (int i = 0; i < entries; i++) {
                zip.begin(Integer.toString(i), new byte[0]).end();
            }
            zip.finish();
        }
        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertThat(zip.size()).isEqualTo(entries);
            assertThat(zip.getEntry("65539")).isNotNull();
        }
    }

    @Test
    void aSmallPackageHasNothingOfIt() throws IOException {
        Path path = folder.resolve("small.zip");
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ZipPackage zip = ZipPackage.on(channel, TIME);
            zip.begin("a", "head".getBytes(UTF_8)).end();
            zip.finish();
        }
        ByteBuffer local = beginning(path);
        assertThat(local.getShort(4)).isEqualTo((short) VERSION_20);
        assertThat(local.getInt(22)).isEqualTo(4);
        assertThat(local.getShort(LOCAL_EXTRA)).as("growth hint").isEqualTo((short) 0xa220);
        assertThat(local.getShort(LOCAL_EXTRA + 4)).isEqualTo((short) 0xa028);
        int end = local.limit() - 22;
        assertThat(local.getInt(end)).as("end of the directory").isEqualTo(0x06054b50);
        int directory = local.getInt(end + 16);
        assertThat(local.getShort(directory + 6)).isEqualTo((short) VERSION_20);
        assertThat(local.getShort(directory + 30)).as("extra fields").isZero();
        assertThat(end).as("no other end before it").isEqualTo(directory + 46 + 1);
    }

    private static long sizeOf(Path path, String name) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            return zip.getEntry(name).getSize();
        }
    }

    private static ByteBuffer beginning(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return ByteBuffer.wrap(in.readNBytes(1 << 12)).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
