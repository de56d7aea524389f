package dev.errand.testkit.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All runs of one kit, one after the other. */
final class Session<I, R extends @Nullable Object> {

    private final Setup<I, R> setup;

    Session(Setup<I, R> setup) {
        this.setup = setup;
    }

    CrashReport run(Set<Disturbance> disturbances) throws InterruptedException {
        Counts undisturbed = runUndisturbed();
        List<CrashReport.Line> lines = new ArrayList<>();
        for (Disturbance disturbance : disturbances) {
            lines.add(runAll(disturbance, undisturbed));
        }
        return new CrashReport(undisturbed.items(), undisturbed.saved(), lines);
    }

    private Counts runUndisturbed() throws InterruptedException {
        Trial<I, R> trial = new Trial<>(setup, "undisturbed");
        try {
            Machine<I, R> machine = trial.submit(Hold.nowhere());
            trial.awaitEnd(machine);
            trial.checkEnd(true);
            return machine.watch().counts();
        } finally {
            trial.close();
        }
    }

    private CrashReport.Line runAll(Disturbance disturbance, Counts undisturbed) throws InterruptedException {
        int points = disturbance.points(undisturbed);
        if (points == 0) {
            throw new AssertionError("Task \"" + setup.type().name() + "\" cannot be " + disturbance
                    + ": it never asks its context for an item, nor whether it should stop");
        }
        int[] tried = spread(points, setup.limits().points());
        for (int point : tried) {
            Trial<I, R> trial = new Trial<>(setup, disturbance.at(point, undisturbed));
            try {
                disturbance.play(trial, point, undisturbed);
            } finally {
                trial.close();
            }
        }
        return new CrashReport.Line(disturbance.toString(), points, tried.length);
    }

    /** From 1 to the number of points, with both ends; all of them if they are not too many. */
    static int[] spread(int points, int most) {
        return points <= most
                ? IntStream.rangeClosed(1, points).toArray()
                : IntStream.range(0, most)
                        .map(step -> 1 + (int) ((long) step * (points - 1) / (most - 1)))
                        .toArray();
    }
}
