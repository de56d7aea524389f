package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.batch.EngineChoice;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Supplier;

/** How a sheet is written. */
record SheetOptions(LongText longText, ZoneId zone, InstantSource clock, int workers, Supplier<EngineChoice> engines) {

    private static final int MOST_WORKERS = 256;

    SheetOptions {
        if (workers < 0 || workers > MOST_WORKERS) {
            throw new InvalidInputException("workers", workers, "be 0 to " + MOST_WORKERS);
        }
    }

    static SheetOptions defaults() {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new SheetOptions(
                LongText.FAIL,
                ZoneId.systemDefault(),
                InstantSource.system(),
                Math.min(half, MOST_WORKERS),
                EngineChoice::quicker);
    }

    SheetOptions withLongText(LongText changed) {
        return new SheetOptions(changed, zone, clock, workers, engines);
    }

    SheetOptions withZone(ZoneId changed) {
        return new SheetOptions(longText, changed, clock, workers, engines);
    }

    SheetOptions withClock(InstantSource changed) {
        return new SheetOptions(longText, zone, changed, workers, engines);
    }

    SheetOptions withWorkers(int changed) {
        return new SheetOptions(longText, zone, clock, changed, engines);
    }

    SheetOptions withEngines(Supplier<EngineChoice> changed) {
        return new SheetOptions(longText, zone, clock, workers, changed);
    }
}
