package dev.errand.samples.claims;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import java.util.concurrent.Flow;

/** Watches a task, and cancels it when half of its files are there. */
final class CancelHalfWay implements Flow.Subscriber<TaskSnapshot> {

    private final TaskHandle<?> handle;

    CancelHalfWay(TaskHandle<?> handle) {
        this.handle = handle;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(TaskSnapshot task) {
        long months = handle.snapshot().progress().total().orElse(Long.MAX_VALUE);
        if (task.artifacts().size() * 2L >= months) {
            handle.cancel();
        }
    }

    @Override
    public void onError(Throwable error) {
        throw new IllegalStateException("updates do not fail", error);
    }

    @Override
    public void onComplete() {
        // the task has ended, cancelled or not
    }
}
