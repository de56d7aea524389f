package dev.errand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.engine.TaskEngine;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String HEADER = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void isReadAndWritten() {
        assertThat(TraceParent.parse(HEADER)).contains(new TraceParent(TRACE, SPAN, true));
        assertThat(TraceParent.parse(HEADER).orElseThrow()).hasToString(HEADER);
        assertThat(new TraceParent(TRACE, SPAN, false)).hasToString("00-" + TRACE + "-" + SPAN + "-00");
    }

    /** W3C Trace Context, section 3.2.4: what a later version adds is left aside. */
    @Test
    void laterVersionsMaySayMore() {
        assertThat(TraceParent.parse("cc-" + TRACE + "-" + SPAN + "-03-what-the-future-will-be-like"))
                .contains(new TraceParent(TRACE, SPAN, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-" + TRACE + "-" + SPAN,
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-" + SPAN + "-zz",
                "00-" + TRACE + "\r\n-" + SPAN + "-01",
            })
    void whatIsNotInOrderIsNone(String header) {
        assertThat(TraceParent.parse(header)).isEmpty();
        assertThat(SubmitOptions.defaults().trace(header)).isEqualTo(SubmitOptions.defaults());
    }

    @Test
    void idsThatAreNoneAreRefused() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new TraceParent("x", SPAN, true))
                .withMessageContaining("trace id");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new TraceParent(TRACE, "0000000000000000", true))
                .withMessageContaining("parent id");
    }

    @Test
    void aTaskRemembersItForItsRun() throws Exception {
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Optional<TraceParent>> handle =
                    tasks.submit(TaskContext::trace, SubmitOptions.defaults().trace(HEADER));

            assertThat(handle.asFuture().get()).contains(new TraceParent(TRACE, SPAN, true));
            assertThat(handle.snapshot().submission().terms().trace()).isPresent();
        }
    }

    @Test
    void theTraceOfTheThreadIsTakenWhereNoneIsGiven() throws Exception {
        TraceParent ofThread = new TraceParent(TRACE.replace('4', '5'), SPAN, false);
        try (TaskEngine tasks =
                TaskEngine.builder().traces(() -> Optional.of(ofThread)).build()) {
            assertThat(tasks.submit(TaskContext::trace, SubmitOptions.defaults())
                            .asFuture()
                            .get())
                    .contains(ofThread);
            assertThat(tasks.submit(TaskContext::trace, SubmitOptions.defaults().trace(HEADER))
                            .asFuture()
                            .get())
                    .contains(new TraceParent(TRACE, SPAN, true));
        }
    }

    @Test
    void tracingThatFailsCostsNoTask() throws Exception {
        try (TaskEngine tasks = TaskEngine.builder()
                .traces(() -> {
                    throw new IllegalStateException("no tracer");
                })
                .build()) {
            assertThat(tasks.submit(TaskContext::trace, SubmitOptions.defaults())
                            .asFuture()
                            .get())
                    .isEmpty();
        }
    }
}
