package dev.errand.web.page;

import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** Opens a latch when a task is in a state. */
record OnState(TaskState state, CountDownLatch reached) implements Flow.Subscriber<TaskSnapshot> {

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
    public void onError(Throwable thrown) {}

    @Override
    public void onComplete() {}
}
