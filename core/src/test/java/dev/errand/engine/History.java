package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TimelineEntry;
import dev.errand.event.TaskEvent;
import dev.errand.registry.LegalTransitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;

/** All that an engine told about its tasks, and whether it may have happened that way. */
final class History {

    private final Map<TaskId, List<TaskEvent>> told = new ConcurrentHashMap<>();
    private final List<Watcher> watchers = new ArrayList<>();

    /** One who has all updates of a handle shown to her. */
    private static final class Watcher implements Flow.Subscriber<TaskSnapshot> {

        private final List<TaskSnapshot> shown = new ArrayList<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public synchronized void onNext(TaskSnapshot item) {
            shown.add(item);
        }

        @Override
        public void onError(Throwable throwable) {
            throw new AssertionError(throwable);
        }

        @Override
        public void onComplete() {}

        synchronized List<TaskSnapshot> shown() {
            return List.copyOf(shown);
        }
    }

    void on(TaskEvent event) {
        List<TaskEvent> ofTask = told.computeIfAbsent(event.task().id(), id -> new ArrayList<>());
        synchronized (ofTask) {
            ofTask.add(event);
        }
    }

    synchronized void watch(Flow.Publisher<TaskSnapshot> updates) {
        Watcher watcher = new Watcher();
        watchers.add(watcher);
        updates.subscribe(watcher);
    }

    /** Whether all has been told up to the end of a task. */
    boolean isToldUpTo(TaskSnapshot end) {
        List<TaskEvent> events = of(end.id());
        return !events.isEmpty() && events.getLast().task().version() == end.version();
    }

    private List<TaskEvent> of(TaskId id) {
        List<TaskEvent> events = told.getOrDefault(id, List.of());
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    void check(List<TaskSnapshot> ends) {
        for (TaskSnapshot end : ends) {
            List<TaskEvent> events = of(end.id());
            assertThat(events.getFirst()).isInstanceOf(TaskEvent.Submitted.class);
            assertThat(events.getLast()).isInstanceOf(TaskEvent.Ended.class);
            TaskSnapshot first = events.getFirst().task();
            List<TimelineEntry> timeline = end.status().timeline();
            int past = first.status().timeline().size();
            assertThat(past)
                    .as("who asked for it, if it does another one again")
                    .isEqualTo(first.submission().terms().retryOf().isPresent() ? 1 : 0);
            checkTimeline(first.state(), timeline.subList(past, timeline.size()));
            checkEnds(end, events);
            for (int i = 1; i < events.size(); i++) {
                checkStep(events.get(i - 1), events.get(i));
            }
        }
        watchers.stream().map(Watcher::shown).forEach(History::checkShown);
    }

    private static void checkTimeline(TaskState first, List<TimelineEntry> timeline) {
        TaskState before = first;
        int attempt = 0;
        for (TimelineEntry step : timeline) {
            assertThat(LegalTransitions.statesBefore(step.state()))
                    .as("what may come before " + step + " in " + timeline)
                    .contains(before);
            attempt += step.state() == TaskState.RUNNING ? 1 : 0;
            assertThat(step.attempt()).as("attempt of " + step).isEqualTo(attempt);
            before = step.state();
        }
    }

    /** One end for each life, and each told once. */
    private static void checkEnds(TaskSnapshot end, List<TaskEvent> events) {
        long ended = end.status().timeline().stream()
                .filter(step -> step.state().isFinal())
                .count();
        long endsTold =
                events.stream().filter(TaskEvent.Ended.class::isInstance).count();
        assertThat(endsTold).as("ends told of " + end).isEqualTo(ended);
        assertThat(end.state().isFinal()).isTrue();
        assertThat(end.outcome()).isPresent();
        assertThat(end.outcome().orElseThrow().state()).isEqualTo(end.state());
    }

    private static void checkStep(TaskEvent earlier, TaskEvent later) {
        TaskSnapshot before = earlier.task();
        TaskSnapshot after = later.task();
        assertThat(after.version())
                .as("version of " + later + " after " + earlier)
                .isGreaterThanOrEqualTo(before.version() + (later instanceof TaskEvent.Stalled ? 0 : 1));
        int known = before.status().timeline().size();
        assertThat(after.status().timeline().subList(0, known))
                .as("the past of " + later)
                .isEqualTo(before.status().timeline());
        assertThat(after.outcome().isPresent()).isEqualTo(after.state().isFinal());
        if (before.state().isFinal()) {
            assertThat(later).as("after the end").isInstanceOf(TaskEvent.Requeued.class);
            assertThat(LegalTransitions.allow(before.status(), TaskState.QUEUED))
                    .isTrue();
        }
        if (after.state().isRunning()
                && before.status().attempt() == after.status().attempt()) {
            assertThat(after.progress().processed())
                    .as("progress of " + later)
                    .isGreaterThanOrEqualTo(before.progress().processed());
        }
    }

    private static void checkShown(List<TaskSnapshot> shown) {
        assertThat(shown.stream().map(TaskSnapshot::version)).isSorted().doesNotHaveDuplicates();
    }
}
