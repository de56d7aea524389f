package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.SubmitOptions;
import dev.errand.engine.TaskEngine;
import dev.errand.testkit.ManualTime;
import dev.errand.web.figures.Queue;
import dev.errand.web.figures.Sample;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SamplesTest {

    @Test
    void knowWhatWaitsAlsoAmongMuchThatIsPutOffAndThatTheyAreNotAll() {
        try (TaskEngine engine = TaskEngine.builder()
                .register(Site.EXPORT, (input, context) -> {
                    throw new AssertionError("it is paused");
                })
                .build()) {
            engine.pauseType(Site.EXPORT.name(), Command.by("olga").because("a test"));
            engine.submit(Site.EXPORT, "waits", SubmitOptions.by("ana"));
            for (int i = 0; i < Sample.SIZE; i++) {
                engine.submit(Site.EXPORT, "later", SubmitOptions.by("ana").delay(Duration.ofHours(1)));
            }

            Sample sample = new Samples(engine, new ManualTime()).latest();

            assertThat(Queue.of(sample)).extracting(Queue::tasks).containsExactly(1);
            Sample nothing = sample.only(task -> false);
            assertThat(nothing.recent()).isEmpty();
            assertThat(nothing.full()).isEqualTo(new Sample.Full(true, false, true, false, false));
        }
    }
}
