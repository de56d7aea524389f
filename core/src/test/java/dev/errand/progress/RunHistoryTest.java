package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunHistoryTest {

    private final RunHistory history = new RunHistory();

    @Test
    void knowsNothingAtFirst() {
        assertThat(history.took(0.5)).isEmpty();
        assertThat(history.tookPerUnit(0.5)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "0.25, 20", "0.5, 30", "0.75, 40", "0.875, 45", "1, 50"})
    void givesQuantiles(double quantile, long seconds) {
        for (int tens : new int[] {3, 1, 5, 2, 4}) {
            history.record(Duration.ofSeconds(10L * tens), 10);
        }

        assertThat(history.took(quantile)).contains(Duration.ofSeconds(seconds));
        assertThat(history.tookPerUnit(quantile)).contains(Duration.ofMillis(100 * seconds));
    }

    @Test
    void takesARunWithoutUnitsForItsDurationOnly() {
        history.record(Duration.ofSeconds(5), 0);

        assertThat(history.took(0.5)).contains(Duration.ofSeconds(5));
        assertThat(history.tookPerUnit(0.5)).isEmpty();
    }

    @Test
    void forgetsAllButTheLatest() {
        IntStream.rangeClosed(1, 60).forEach(n -> history.record(Duration.ofSeconds(n), 1));

        assertThat(history.took(0)).contains(Duration.ofSeconds(11));
        assertThat(history.took(1)).contains(Duration.ofSeconds(60));
    }

    @Test
    void takesTheLongestRunThereCanBe() {
        history.record(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), Long.MAX_VALUE);

        assertThat(history.took(0.5)).contains(Duration.ofNanos(Long.MAX_VALUE));
    }

    @Test
    void keepsThoseOfManyThreads() throws InterruptedException {
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(t -> Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < 500; n++) {
                        history.record(Duration.ofSeconds(7), 7);
                        assertThat(history.took(0.5)).contains(Duration.ofSeconds(7));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(history.tookPerUnit(1)).contains(Duration.ofSeconds(1));
    }

    @Test
    void refusesWhatIsNoRun() {
        assertThatIllegalArgumentException().isThrownBy(() -> history.record(Duration.ofSeconds(-1), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> history.record(Duration.ofSeconds(1), -1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void refusesWhatIsNoQuantile(double quantile) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.took(quantile))
                .withMessageContaining(String.valueOf(quantile));
    }
}
