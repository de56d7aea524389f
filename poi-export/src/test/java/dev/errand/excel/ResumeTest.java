package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.excel.resume.Checkpoints;
import dev.errand.excel.sheet.SheetLinks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports that were interrupted at any moment, and go on from what a kill at that moment would have left. */
@Timeout(300)
class ResumeTest {

    private static final int ROWS = 2_000;

    @TempDir
    private Path directory;

    private final ResumeSample sample = new ResumeSample(700);
    private int snapshots;

    private Path next() {
        return directory.resolve("left-" + ++snapshots);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void goesOnFromAnyMomentToTheSameWorkbook(long seed) throws IOException {
        Random random = new Random(seed);
        Map<String, String> expected = plain();
        List<Path> left = new ArrayList<>(List.of(next()));
        int wentOn = 0;
        for (int turn = 0; turn < 8; turn++) {
            Path begin = left.get(random.nextInt(left.size()));
            Path here = ResumeSample.snapshot(begin, next());
            tear(here, random);
            sample.taken.set(0);
            int moment = 1 + random.nextInt(ROWS + 1);
            Iterator<Integer> rows = ResumeSample.rows(ROWS, row -> {
                if (row == moment) {
                    left.add(ResumeSample.snapshot(here, next()));
                }
            });

            byte[] written = ResumeSample.write(
                    sample.resumable(here, ResumeSample.sometimes(random, 20 + random.nextInt(400))), rows);

            assertThat(ResumeSample.parts(written)).isEqualTo(expected);
            assertThat(ResumeSample.files(here)).isEmpty();
            wentOn += sample.taken.get() < ROWS ? 1 : 0;
        }
        assertThat(wentOn).as("exports that did not begin at the first row").isPositive();
    }

    /** What was written after the last checkpoint may be there in part, or something else instead. */
    private static void tear(Path left, Random random) throws IOException {
        if (Files.exists(left) && ResumeSample.files(left).size() > 1) {
            Path partial = ResumeSample.partial(left);
            long counted = ResumeSample.counted(left);
            long length = counted + (long) (random.nextDouble() * (Files.size(partial) - counted));
            cut(partial, length);
            byte[] noise = new byte[random.nextInt(3) * 50];
            random.nextBytes(noise);
            Files.write(partial, noise, StandardOpenOption.APPEND);
        }
    }

    private static void cut(Path file, long length) throws IOException {
        try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Test
    void anyLengthOfTheTailWillDo() throws IOException {
        Path left = interrupted(1_500);
        Map<String, String> expected = plain();
        long counted = ResumeSample.counted(left);
        long whole = Files.size(ResumeSample.partial(left));
        assertThat(whole).isGreaterThan(counted);

        for (long length = counted; length <= whole; length += 1 + (whole - counted) / 50) {
            Path here = ResumeSample.snapshot(left, next());
            cut(ResumeSample.partial(here), length);
            sample.taken.set(0);

            byte[] written = ResumeSample.write(sample.resumable(here, () -> false), ResumeSample.rows(ROWS));

            assertThat(ResumeSample.parts(written))
                    .as("tail of %s", length - counted)
                    .isEqualTo(expected);
            assertThat(sample.taken).hasValueLessThan(ROWS);
        }
    }

    @Test
    void aTailThatIsLongerThanTheWorkbookIsCutOff() throws IOException {
        Path left = interrupted(1_500);
        int length = 1_000_000;
        Files.write(ResumeSample.partial(left), new byte[length], StandardOpenOption.APPEND);

        byte[] written = ResumeSample.write(sample.resumable(left, () -> false), ResumeSample.rows(ROWS));

        assertThat(ResumeSample.parts(written)).isEqualTo(plain());
        assertThat(written).hasSizeLessThan(length);
    }

    @Test
    void whatIsDamagedIsNotUsed() throws IOException {
        Path left = interrupted(1_500);
        Map<String, String> expected = plain();
        Random random = new Random(7);
        int anew = 0;
        for (int turn = 0; turn < 24; turn++) {
            Path here = ResumeSample.snapshot(left, next());
            long counted = ResumeSample.counted(here);
            Path damaged = turn % 2 == 0 ? ResumeSample.partial(here) : ResumeSample.state(here);
            byte[] bytes = Files.readAllBytes(damaged);
            int at = random.nextInt((int) Math.min(bytes.length, counted));
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(damaged, bytes);
            sample.taken.set(0);

            byte[] written = ResumeSample.write(sample.resumable(here, () -> false), ResumeSample.rows(ROWS));

            assertThat(ResumeSample.parts(written))
                    .as("byte %s of %s", at, damaged)
                    .isEqualTo(expected);
            anew += sample.taken.get() >= ROWS ? 1 : 0;
        }
        assertThat(anew).as("exports that began at the first row").isGreaterThan(12);
    }

    @Test
    void whatIsCutIsNotUsed() throws IOException {
        Path left = interrupted(1_500);
        for (String name : List.of("part", "state")) {
            Path here = ResumeSample.snapshot(left, next());
            Path file = name.equals("part") ? ResumeSample.partial(here) : ResumeSample.state(here);
            cut(file, name.equals("part") ? ResumeSample.counted(here) - 1 : Files.size(file) - 1);
            sample.taken.set(0);

            byte[] written = ResumeSample.write(sample.resumable(here, () -> false), ResumeSample.rows(ROWS));

            assertThat(ResumeSample.parts(written)).isEqualTo(plain());
        }
    }

    @Test
    void anotherSheetBeginsAtItsFirstRow() throws IOException {
        beginsAtItsFirstRow(sheet -> sheet.column("More", row -> row));
        beginsAtItsFirstRow(ExcelSheet::compact);
    }

    private void beginsAtItsFirstRow(UnaryOperator<ExcelSheet<Integer>> change) throws IOException {
        Path left = interrupted(1_500);

        byte[] written = ResumeSample.write(change.apply(sample.resumable(left, () -> false)), ResumeSample.rows(ROWS));

        byte[] expected = ResumeSample.write(change.apply(sample.sheet()), ResumeSample.rows(ROWS));
        assertThat(Workbooks.sheetXml(written)).isEqualTo(Workbooks.sheetXml(expected));
    }

    @Test
    void emptyCellsAreThereWhereverABatchEnds() throws IOException {
        ExcelSheet<Integer> sparse = ExcelSheet.<Integer>named("Sparse").column("Id", row -> row);
        for (int i = 0; i < 30; i++) {
            sparse = sparse.column("Empty " + i, row -> null);
        }
        Path kept = directory.resolve("kept");
        byte[] whole = ResumeSample.write(
                sparse.with(ResumeSample.file(directory.resolve("whole"), () -> false)), ResumeSample.rows(ROWS));
        ExcelSheet<Integer> resumable =
                sparse.with(ResumeSample.file(kept, ResumeSample.sometimes(new Random(9), 100)));
        Iterator<Integer> failing = ResumeSample.rows(ROWS, row -> {
            if (row == 1_111) {
                throw new IllegalStateException("the database is away");
            }
        });
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ResumeSample.write(resumable, failing));

        byte[] written = ResumeSample.write(resumable, ResumeSample.rows(ROWS));

        assertThat(Workbooks.sheetXml(written)).isEqualTo(Workbooks.sheetXml(whole));
    }

    @Test
    void aRowThatHasBecomeAnotherIsNoticed() throws IOException {
        Path left = interrupted(1_500);
        ExcelSheet<Integer> sheet = sample.resumable(left, () -> false);
        List<Integer> shifted = new ArrayList<>(List.of(-1));
        ResumeSample.rows(ROWS).forEachRemaining(shifted::add);

        assertThatExceptionOfType(ChangedRowException.class)
                .isThrownBy(() -> ResumeSample.write(sheet, shifted.iterator()))
                .withMessageContaining("be the one that was there before the export was interrupted");

        assertThat(ResumeSample.files(left)).isEmpty();
        byte[] written = ResumeSample.write(sheet, shifted.iterator());
        byte[] expected = ResumeSample.write(sample.sheet(), shifted.iterator());
        assertThat(Workbooks.sheetXml(written)).isEqualTo(Workbooks.sheetXml(expected));
    }

    @Test
    void aSourceThatFailsIsGoneOnWithFromTheRowAfter() throws IOException {
        ResumableFile kept = ResumeSample.file(directory.resolve("kept"), () -> false);
        ExcelSheet<Integer> sheet = sample.resumable(directory.resolve("kept"), () -> false);
        Iterator<Integer> failing = ResumeSample.rows(ROWS, row -> {
            if (row == 1_234) {
                throw new IllegalStateException("the database is away");
            }
        });
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> ResumeSample.write(sample.sheet().with(kept), failing));
        sample.taken.set(0);

        byte[] written = ResumeSample.write(sheet, ResumeSample.rows(ROWS));

        assertThat(sample.taken).hasValue(ROWS - 1_233 + 1); // and the last one, to know it again
        assertThat(ResumeSample.parts(written)).isEqualTo(plain());
        assertThat(Workbooks.text(written, "docProps/core.xml")).contains("2026-11-29T13:00:00Z");
        assertThat(ResumeSample.times(written)).containsExactly("2026-11-29T13:00");
    }

    @Test
    void aRowIsKnownAgainWhereThereIsNoRoomForItsLink() throws IOException {
        AtomicInteger taken = new AtomicInteger();
        int all = SheetLinks.MOST + 1_000;
        ExcelSheet<Integer> links = ExcelSheet.<Integer>named("Links").column("Page", row -> {
            taken.incrementAndGet();
            return Hyperlink.to("https://example.org/" + row, "page " + row);
        });
        ExcelSheet<Integer> resumable = links.with(ResumeSample.file(directory.resolve("kept"), () -> false));
        Iterator<Integer> failing = ResumeSample.rows(all, row -> {
            if (row == all - 100) {
                throw new IllegalStateException("the database is away");
            }
        });
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> ResumeSample.write(resumable, failing));
        taken.set(0);

        byte[] written = ResumeSample.write(resumable, ResumeSample.rows(all));

        assertThat(taken).hasValue(101 + 1); // and the last one, to know it again
        assertThat(ResumeSample.parts(written))
                .isEqualTo(ResumeSample.parts(ResumeSample.write(links, ResumeSample.rows(all))));
    }

    @Test
    void aSecondExportOfTheSameNameIsWrittenAsAnyOther() throws IOException {
        Path kept = directory.resolve("kept");
        AtomicReference<byte[]> second = new AtomicReference<>();
        Iterator<Integer> rows = ResumeSample.rows(ROWS, row -> {
            if (row == 1_000) {
                Path before = ResumeSample.snapshot(kept, next());
                second.set(unchecked(() -> ResumeSample.write(
                        new ResumeSample(700).resumable(kept, () -> false), ResumeSample.rows(ROWS))));
                assertThat(unchecked(() -> Files.readAllBytes(ResumeSample.partial(kept))))
                        .isEqualTo(unchecked(() -> Files.readAllBytes(ResumeSample.partial(before))));
            }
        });

        byte[] first = ResumeSample.write(sample.resumable(kept, ResumeSample.sometimes(new Random(3), 200)), rows);

        assertThat(ResumeSample.parts(first)).isEqualTo(plain());
        assertThat(Workbooks.sheetXml(second.get())).isEqualTo(Workbooks.sheetXml(first));
    }

    @Test
    void rowsThatASheetCannotHoldLeaveNothing() throws IOException {
        Path kept = directory.resolve("kept");
        ExcelSheet<Integer> sheet = sample.resumable(kept, ResumeSample.sometimes(new Random(5), 100))
                .atMostRows(1_000);

        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> ResumeSample.write(sheet, ResumeSample.rows(ROWS)));

        assertThat(ResumeSample.files(kept)).isEmpty();
    }

    @Test
    void leftOversAreRemovedWhenTheyAreOld() throws IOException {
        Path left = interrupted(1_500);
        Path foreign = Files.writeString(left.resolve("readme.txt"), "x");
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(4)));
        for (Path file : List.of(ResumeSample.partial(left), ResumeSample.state(left), foreign)) {
            Files.setLastModifiedTime(file, old);
        }
        Path recent = Files.writeString(left.resolve("errand-export-0123.part"), "x");

        ResumeSample.write(
                ExcelSheet.<Integer>named("Other").column("Id", row -> row).with(ResumeSample.file(left, () -> false)),
                ResumeSample.rows(10));

        assertThat(ResumeSample.files(left)).containsExactlyInAnyOrder(recent, foreign);
    }

    @Test
    void leftOversAreKeptForAYearAtMost() {
        Checkpoints checkpoints = Checkpoints.in(directory);

        assertThat(checkpoints.keptFor(Duration.ofDays(365)).keeping()).isEqualTo(Duration.ofDays(365));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> checkpoints.keptFor(Duration.ofDays(366)))
                .withMessageContaining("be a minute to 365 days");
    }

    @Test
    void aWorkbookHasEitherAPasswordOrCheckpoints() {
        ExcelWorkbook workbook = ExcelWorkbook.named("Secret").with(ResumeSample.file(directory, () -> true));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> workbook.password("secret"))
                .withMessageContaining("have a password or checkpoints");
    }

    /** What a kill before a row leaves, some rows after a checkpoint. */
    private Path interrupted(int moment) throws IOException {
        Path here = next();
        Path left = next();
        int[] seen = new int[1];
        Iterator<Integer> source = ResumeSample.rows(ROWS, row -> {
            seen[0] = row;
            if (row == moment) {
                ResumeSample.snapshot(here, left);
            }
        });
        ResumeSample.write(
                sample.resumable(here, () -> seen[0] == moment * 4 / 5 || seen[0] == moment * 2 / 5), source);
        return left;
    }

    private Map<String, String> plain() throws IOException {
        return ResumeSample.parts(ResumeSample.write(sample.sheet(), ResumeSample.rows(ROWS)));
    }

    private interface Attempt {
        byte[] result() throws IOException;
    }

    private static byte[] unchecked(Attempt attempt) {
        try {
            return attempt.result();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
