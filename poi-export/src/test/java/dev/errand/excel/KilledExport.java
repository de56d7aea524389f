package dev.errand.excel;

import dev.errand.excel.file.SavePace;
import dev.errand.excel.resume.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Exports with checkpoints, in a process of its own that is to be killed. It says so at each checkpoint, and waits then for
 * a byte that allows it to go on, or for the end of them.
 */
final class KilledExport {

    static final int ROWS_OF_SHEET = 2_500;
    static final int ROWS_BETWEEN = 150;

    private KilledExport() {}

    public static void main(String[] arguments) throws Exception {
        ResumeSample sample = new ResumeSample(ROWS_OF_SHEET);
        Checkpoints checkpoints = Checkpoints.in(Path.of(arguments[0])).named("killed");
        long rows = sample.sheet()
                .with(new ResumableFile(checkpoints, Announced::new))
                .write(ResumeSample.rows(Integer.parseInt(arguments[2])), Path.of(arguments[1]));
        System.out.println("took " + sample.taken + " of " + rows);
    }

    /** Due every so many rows. */
    private static final class Announced implements SavePace {

        private int rows;

        @Override
        public boolean isDue() {
            return ++rows % ROWS_BETWEEN == 0;
        }

        @Override
        public void saved(long nanos) {
            System.out.println("saved");
            try {
                System.in.readNBytes(1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
