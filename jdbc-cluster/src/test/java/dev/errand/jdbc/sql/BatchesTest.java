package dev.errand.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void goOnWhenThereIsAThreadAgain() {
        AtomicBoolean noThread = new AtomicBoolean(true);
        Executor threads = work -> {
            if (noThread.getAndSet(false)) {
                throw new OutOfMemoryError("planted: unable to create native thread");
            }
            work.run();
        };
        List<List<String>> handled = new ArrayList<>();
        Batches<String> batches = new Batches<>(threads, 10, handled::add);

        assertThatThrownBy(() -> batches.add("a")).isInstanceOf(OutOfMemoryError.class);
        batches.add("b");

        assertThat(handled).containsExactly(List.of("a", "b"));
    }
}
