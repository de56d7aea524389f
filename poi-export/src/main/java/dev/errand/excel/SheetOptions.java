package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.batch.EngineChoice;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** How a sheet is written. */
record SheetOptions(
        ValuePolicy values,
        ZoneId zone,
        InstantSource clock,
        int workers,
        SheetLimits limits,
        Supplier<EngineChoice> engines,
        boolean compact,
        Optional<Locale> language) {

    private static final int MOST_WORKERS = 256;

    SheetOptions {
        if (workers < 0 || workers > MOST_WORKERS) {
            throw new InvalidInputException("workers", workers, "be 0 to " + MOST_WORKERS);
        }
    }

    static SheetOptions defaults() {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new SheetOptions(
                ValuePolicy.plain(),
                ZoneId.systemDefault(),
                InstantSource.system(),
                Math.min(half, MOST_WORKERS),
                SheetLimits.OF_EXCEL,
                EngineChoice::quicker,
                false,
                Optional.empty());
    }

    SheetOptions withValues(ValuePolicy changed) {
        return new SheetOptions(changed, zone, clock, workers, limits, engines, compact, language);
    }

    SheetOptions withZone(ZoneId changed) {
        return new SheetOptions(values, changed, clock, workers, limits, engines, compact, language);
    }

    SheetOptions withClock(InstantSource changed) {
        return new SheetOptions(values, zone, changed, workers, limits, engines, compact, language);
    }

    SheetOptions withWorkers(int changed) {
        return new SheetOptions(values, zone, clock, changed, limits, engines, compact, language);
    }

    SheetOptions withEngines(Supplier<EngineChoice> changed) {
        return new SheetOptions(values, zone, clock, workers, limits, changed, compact, language);
    }

    SheetOptions withLimits(SheetLimits changed) {
        return new SheetOptions(values, zone, clock, workers, changed, engines, compact, language);
    }

    SheetOptions compacted() {
        return new SheetOptions(values, zone, clock, workers, limits, engines, true, language);
    }

    SheetOptions in(Translation changed) {
        ValuePolicy words = values.with(changed.rulesAfter(values.rules()));
        Optional<Locale> other = Optional.of(changed.language());
        return new SheetOptions(words, zone, clock, workers, limits, engines, compact, other);
    }

    /** A name for the file: a title, and when it was made. */
    String fileName(String title) {
        return ExcelTexts.fileName(title) + "_" + Stamp.FORMAT.format(now());
    }

    /** The time, by the clock of the zone. */
    LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), zone);
    }

    /** Made when the first file is named. */
    private static final class Stamp {
        static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss");
    }
}
