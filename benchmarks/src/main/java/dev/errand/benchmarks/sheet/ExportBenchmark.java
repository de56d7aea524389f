package dev.errand.benchmarks.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A workbook of the same looks by this library, by POI's streaming API by hand, and by fastexcel. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 6, time = 3)
public class ExportBenchmark {

    /** How many rows. */
    @Param({"13000", "100000"})
    public int rows;

    private List<SheetRow> data = List.of();

    /** Makes the rows, which is not measured. */
    @Setup
    public void makeRows() {
        data = SheetRow.rows(rows);
    }

    /**
     * By this library.
     *
     * @return how many rows were written
     * @throws IOException never
     */
    @Benchmark
    public long errand() throws IOException {
        return ErrandWriter.SHEET.write(data.iterator(), OutputStream.nullOutputStream());
    }

    /**
     * By POI's streaming API, with widths that are known beforehand.
     *
     * @throws IOException never
     */
    @Benchmark
    public void poiByHand() throws IOException {
        PoiWriter.write(data, OutputStream.nullOutputStream());
    }

    /**
     * By fastexcel, with inline strings, its faster way.
     *
     * @throws IOException never
     */
    @Benchmark
    public void fastexcel() throws IOException {
        FastexcelWriter.write(data, OutputStream.nullOutputStream(), true);
    }
}
