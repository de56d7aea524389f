package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // seconds; a slow test is a hung one
class FailedItemsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final ProgressTracker tracker = new ProgressTracker(
            new ProgressTracker.Start(0, 2, () -> NOON),
            Progress.NOT_STARTED,
            new RunHistory(),
            ProgressTracker.STALL_AFTER);

    private static FailedItem item(String key, String message) {
        return new FailedItem(key, message, 2, NOON);
    }

    @Test
    void countsAndKeepsThem() {
        tracker.failed("row 7", "The amount is missing.");
        tracker.failed();

        assertThat(tracker.at(0).failed()).isEqualTo(2);
        assertThat(tracker.at(0).failedItems()).containsExactly(item("row 7", "The amount is missing."));
    }

    @Test
    void keepsTheFirstAndCountsAll() {
        IntStream.range(0, 10_100).forEach(i -> tracker.failed("row " + i, ""));

        Progress progress = tracker.at(0);
        assertThat(progress.failed()).isEqualTo(10_100);
        assertThat(progress.failedItems()).hasSize(10_000).endsWith(item("row 9999", ""));
    }

    @Test
    void doesNotChangeAPictureThatWasTaken() {
        tracker.failed("a", "");
        List<FailedItem> before = tracker.at(0).failedItems();
        tracker.failed("b", "");

        assertThat(before).hasSize(1);
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> before.get(1));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> before.add(item("c", "")));
    }

    @Test
    void keepsThoseOfManyThreadsAndNeverMoreThanItHasCounted() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(t -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        tracker.failed(t + "/" + i, "");
                    }
                }))
                .toList();
        while (threads.stream().anyMatch(Thread::isAlive)) {
            Progress progress = tracker.at(0);
            assertThat((long) progress.failedItems().size()).isLessThanOrEqualTo(progress.failed());
        }

        assertThat(tracker.at(0).failedItems()).hasSize(8_000).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n\t", "\u2028"})
    void refusesAKeyThatSaysNothing(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tracker.failed(key, "broken"))
                .withMessageContaining("key");
        assertThat(tracker.at(0).failed()).as("counted").isZero();
    }

    @Test
    void isOnOneLine() {
        FailedItem item = item(" a\r\nb\u0000\u2029c\ud83d ", "first\nsecond\u0085\t\ud83d\ude00");

        assertThat(item.key()).matches("a  b  c [0-9a-f]{8}");
        assertThat(item.message()).isEqualTo("first second  \ud83d\ude00");
    }

    @ParameterizedTest
    @ValueSource(ints = {198, 199, 200, 201, 10_000})
    void cutsWhatIsTooLong(int length) {
        FailedItem item = item("k".repeat(length), "m".repeat(3 * length));

        assertThat(item.key()).hasSize(Math.min(length, 200));
        assertThat(item.key()).isNotEqualTo(item("k".repeat(length) + "k", "").key());
        assertThat(item.message()).hasSize(500).endsWith("…");
        assertThat(item.key().contains("… ")).isEqualTo(length > 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {197, 198, 199, 200})
    void cutsNoCharacterInHalf(int before) {
        FailedItem item = item("k".repeat(before) + "\ud83d\ude00".repeat(5), "");

        assertThat(item.key().length()).isLessThanOrEqualTo(200);
        assertThat(item.key().codePoints().filter(c -> Character.getType(c) == Character.SURROGATE))
                .isEmpty();
        assertThat(item(item.key(), item.message())).as("read again").isEqualTo(item);
    }
}
