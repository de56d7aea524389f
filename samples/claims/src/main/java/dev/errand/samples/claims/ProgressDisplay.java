package dev.errand.samples.claims;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.progress.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows how far tasks are: live bars on a terminal, lines elsewhere. */
final class ProgressDisplay {

    private static final int BAR_CELLS = 14;
    private static final Duration BETWEEN_BARS = Duration.ofMillis(100);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);

    private final PrintStream out;
    private final boolean terminal;

    ProgressDisplay(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Shows the tasks until all of them have ended. */
    void showUntilEnded(List<TaskHandle<?>> handles) throws InterruptedException {
        if (terminal) {
            List<ProgressBar> bars =
                    handles.stream().map(ProgressDisplay::barOf).toList();
            for (TaskHandle<?> handle : handles) {
                while (handle.await(BETWEEN_BARS).isEmpty()) {
                    // the bars move by themselves
                }
            }
            bars.forEach(ProgressBar::close);
        } else {
            Set<TaskHandle<?>> shown = new HashSet<>();
            for (TaskHandle<?> handle : handles) {
                do {
                    printLines(handles, shown);
                } while (handle.await(BETWEEN_LINES).isEmpty());
            }
            printLines(handles, shown);
        }
    }

    /** The bar asks the task itself for every picture: rate and time left are those of the task. */
    private static ProgressBar barOf(TaskHandle<?> handle) {
        return new ProgressBarBuilder()
                .setTaskName(handle.snapshot().title())
                .setUpdateIntervalMillis((int) BETWEEN_BARS.toMillis())
                .continuousUpdate()
                .setRenderer((state, width) -> line(handle.snapshot()))
                .build();
    }

    /** One line for each task, but no more once its end has been shown. */
    private void printLines(List<TaskHandle<?>> handles, Set<TaskHandle<?>> ended) {
        for (TaskHandle<?> handle : handles) {
            TaskSnapshot task = handle.snapshot();
            boolean isNews = !task.state().isFinal() || ended.add(handle);
            if (isNews) {
                out.println(line(task));
            }
        }
    }

    static String line(TaskSnapshot task) {
        Progress progress = task.progress();
        int cells = task.percent().orElse(0) * BAR_CELLS / 100;
        String counts = String.format(
                Locale.ROOT,
                "%,d%s",
                progress.processed(),
                progress.total().isPresent()
                        ? String.format(Locale.ROOT, "/%,d", progress.total().getAsLong())
                        : "");
        return String.format(
                Locale.ROOT,
                "%-18s %s%s %3s %% %-15s %-8s %-11s %s",
                task.title(),
                "█".repeat(cells),
                "░".repeat(BAR_CELLS - cells),
                task.percent().isPresent() ? String.valueOf(task.percent().getAsInt()) : "?",
                counts,
                rateOf(progress),
                task.state().isFinal() ? "" : timeLeftOf(progress),
                task.state().isFinal()
                        ? task.state().name().toLowerCase(Locale.ROOT)
                        : progress.phase().name());
    }

    private static String rateOf(Progress progress) {
        return progress.unitsPerSecond().isPresent()
                ? String.format(
                        Locale.ROOT, "%,.0f/s", progress.unitsPerSecond().getAsDouble())
                : "";
    }

    private static String timeLeftOf(Progress progress) {
        return progress.timeLeft()
                .map(left -> String.format(
                        Locale.ROOT, "%.1f s left", left.expected().toMillis() / 1000.0))
                .orElse("");
    }
}
