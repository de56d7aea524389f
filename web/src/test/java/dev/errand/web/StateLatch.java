package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Opens when a task comes into a state. */
final class StateLatch implements Flow.Subscriber<TaskSnapshot> {

    private final TaskState state;
    private final CountDownLatch reached = new CountDownLatch(1);

    StateLatch(TaskState state) {
        this.state = state;
    }

    void await() throws InterruptedException {
        assertThat(reached.await(20, TimeUnit.SECONDS)).as("reached " + state).isTrue();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(TaskSnapshot task) {
        if (task.state() == state) {
            reached.countDown();
        }
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
