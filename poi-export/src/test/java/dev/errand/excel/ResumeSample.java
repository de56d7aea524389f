package dev.errand.excel;

import dev.errand.excel.file.SavePace;
import dev.errand.excel.resume.Checkpoints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A sheet with something of everything that is kept between attempts, and what was written of it. */
final class ResumeSample {

    private static final InstantSource BEGUN = InstantSource.fixed(Instant.parse("2026-11-29T13:00:00Z"));

    /** How many rows had a value taken, so that it can be told where an export began. */
    final AtomicInteger taken = new AtomicInteger();

    private final ExcelSheet<Integer> sheet;

    ResumeSample(int rowsOfSheet) {
        this.sheet = ExcelSheet.<Integer>named("Claims")
                .column("Id", this::counted)
                .column("Text", row -> "é".repeat(row % rowsOfSheet == 200 ? 45 : row % 20) + row)
                .column("Amount", row -> amount(row, rowsOfSheet), CellFormat.money("EUR"))
                .column(
                        "Sum",
                        row -> row / 7.0,
                        ColumnStyle.of(CellFormat.number(3)).note("In thousands"))
                .column("Filed", row -> LocalDate.of(2026, 1, 1).plusDays(row % 900))
                .column("Page", row -> row % 5 == 0 ? Hyperlink.to("https://example.org/" + row, "page " + row) : null)
                .column("Double", row -> row > 850 && row < 910 ? Formula.of("2*A{row}") : row)
                .look("Amount", row -> row % 3 == 0, CellLook.red())
                .look(row -> row % 17 == 0, CellLook.plain().bold())
                .zebra()
                .jointHeading("Money", "Amount", "Sum")
                .rowErrors(RowErrors.SKIP)
                .total("Text", Total.text("All"))
                .total("Amount", Total.sum())
                .total("Sum", Total.average())
                .total("Filed", Total.highest())
                .total("Double", Total.count())
                .zone(ZoneOffset.UTC)
                .clock(BEGUN)
                .rowsOfSheet(rowsOfSheet)
                .workers(1);
    }

    /** Widest in the first part of each sheet, as texts are too. */
    private static BigDecimal amount(int row, int rowsOfSheet) {
        return row % rowsOfSheet == 201 ? new BigDecimal("-123456789012.34") : BigDecimal.valueOf(row * 37L, 2);
    }

    private Object counted(int row) {
        taken.incrementAndGet();
        if (row % 23 == 0) {
            throw new IllegalStateException("no such claim");
        }
        return row;
    }

    ExcelSheet<Integer> sheet() {
        return sheet;
    }

    /** The sheet as an attempt at another time would have it. */
    ExcelSheet<Integer> resumable(Path directory, BooleanSupplier due) {
        return sheet.clock(InstantSource.fixed(Instant.parse("2026-11-30T09:00:00Z")))
                .with(file(directory, due));
    }

    static ResumableFile file(Path directory, BooleanSupplier due) {
        return new ResumableFile(Checkpoints.in(directory).named("sample"), () -> new SavePace() {
            @Override
            public boolean isDue() {
                return due.getAsBoolean();
            }

            @Override
            public void saved(long nanos) {}
        });
    }

    /** Due with a probability. */
    static BooleanSupplier sometimes(Random random, int oneIn) {
        return () -> random.nextInt(oneIn) == 0;
    }

    static byte[] write(ExcelSheet<Integer> sheet, Iterator<Integer> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sheet.write(rows, (OutputStream) out);
        return out.toByteArray();
    }

    /** Numbers from 1 on, of which somebody is told before each is looked for. */
    static Iterator<Integer> rows(int count, IntConsumer beforeEach) {
        return new Iterator<>() {
            private int row = 1;

            @Override
            public boolean hasNext() {
                beforeEach.accept(row);
                return row <= count;
            }

            @Override
            public Integer next() {
                return row++;
            }
        };
    }

    static Iterator<Integer> rows(int count) {
        return rows(count, row -> {});
    }

    /** For each part its length and its checksum, in their order; without the one that says when it was made. */
    static Map<String, String> parts(byte[] workbook) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                CRC32 crc = new CRC32();
                crc.update(content);
                parts.put(entry.getName(), content.length + " " + HexFormat.of().toHexDigits(crc.getValue()));
            }
        }
        parts.remove("docProps/core.xml");
        return parts;
    }

    /** The times that parts bear. */
    static Set<String> times(byte[] workbook) throws IOException {
        Set<String> times = new TreeSet<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(workbook))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                times.add(entry.getTimeLocal().toString());
            }
        }
        return times;
    }

    /** What a kill at this moment would leave. */
    static Path snapshot(Path directory, Path to) {
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.of()) {
            Files.createDirectories(to);
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new ArrayList<>(files.sorted().toList());
        }
    }

    /** The file with rows; the other one is the state. */
    static Path partial(Path directory) throws IOException {
        return files(directory).stream()
                .filter(file -> file.toString().endsWith(".part"))
                .findFirst()
                .orElseThrow();
    }

    static Path state(Path directory) throws IOException {
        return files(directory).stream()
                .filter(file -> file.toString().endsWith(".state"))
                .findFirst()
                .orElseThrow();
    }

    /** How much of the file with rows counts: the first thing that the state says behind its magic and its checksum. */
    static long counted(Path directory) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(state(directory))).getLong(Long.BYTES + 32);
    }
}
