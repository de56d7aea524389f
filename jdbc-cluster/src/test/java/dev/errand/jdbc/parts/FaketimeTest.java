package dev.errand.jdbc.parts;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FaketimeTest {

    private static final Duration LIMIT = ofSeconds(20);

    @Test
    void isWrongFromTheStart(@TempDir Path directory) throws Exception {
        Faketime clock = Faketime.in(directory);
        clock.put(ofHours(-1));
        try (ChildProcess child = ChildProcess.of(Clock.class).clock(clock).start()) {
            assertThat(aheadBy(child)).isBetween(ofMinutes(-61), ofMinutes(-59));
        }
    }

    @Test
    void jumpsWhileTheProcessRunsWhichMeasuresAsBefore(@TempDir Path directory) throws Exception {
        Faketime clock = Faketime.in(directory);
        try (ChildProcess child = ChildProcess.of(Clock.class).clock(clock).start()) {
            assertThat(aheadBy(child)).isBetween(ofMinutes(-1), ofMinutes(1));

            clock.put(ofHours(1));
            child.awaitLine(line -> isAheadBy(line, ofHours(1)), LIMIT);
            clock.put(ofHours(-1));
            child.awaitLine(line -> isAheadBy(line, ofHours(-1)), LIMIT);

            child.awaitLine("measured and waited rightly", LIMIT);
        }
    }

    private static Duration aheadBy(ChildProcess child) throws InterruptedException {
        String line = child.awaitLine(text -> text.startsWith("now "), LIMIT);
        return Duration.between(Instant.now(), Instant.parse(line.substring(4)));
    }

    private static boolean isAheadBy(String line, Duration offset) {
        return line.startsWith("now ")
                && Duration.between(Instant.now().plus(offset), Instant.parse(line.substring(4)))
                                .abs()
                                .compareTo(ofMinutes(1))
                        < 0;
    }

    /** Says what time it is, over and over, and whether that took as long as it should. */
    static final class Clock {

        private Clock() {}

        public static void main(String[] arguments) throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            boolean right = true;
            while (true) {
                long start = System.nanoTime();
                never.await(20, TimeUnit.MILLISECONDS);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                right &= millis >= 19 && millis < 10_000;
                System.out.println("now " + Instant.now());
                System.out.println(right ? "measured and waited rightly" : "took " + millis + " ms");
            }
        }
    }
}
