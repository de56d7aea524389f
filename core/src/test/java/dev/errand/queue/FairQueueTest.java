package dev.errand.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Demand;
import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.Permits;
import dev.errand.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairQueueTest {

    private static final Demand ANY = Demand.DEFAULT;

    private FairQueue<Task> queue = new FairQueue<>(Permits.UNLIMITED);

    private static final class Task extends Waiting {
        private final String line;
        private final Owner owner;
        private final Priority priority;
        private final Demand demand;

        Task(String line, String owner, Priority priority, Demand demand) {
            this.line = line;
            this.owner = Owner.of(owner);
            this.priority = priority;
            this.demand = demand;
        }

        @Override
        protected String line() {
            return line;
        }

        @Override
        protected Owner owner() {
            return owner;
        }

        @Override
        protected Priority priority() {
            return priority;
        }

        @Override
        protected Demand demand() {
            return demand;
        }

        @Override
        public String toString() {
            return owner.id() + "'s " + line;
        }
    }

    private Task add(String line, String owner) {
        return add(line, owner, Priority.NORMAL, ANY);
    }

    private Task add(String line, String owner, Priority priority, Demand demand) {
        Task task = new Task(line, owner, priority, demand);
        queue.add(task);
        return task;
    }

    private List<Task> takeAll() {
        List<Task> taken = new ArrayList<>();
        for (Task next = queue.take(task -> true); next != null; next = queue.take(task -> true)) {
            taken.add(next);
        }
        return taken;
    }

    @Test
    void goesByAgeForOneOwner() {
        Task first = add("export", "ana");
        Task second = add("import", "ana");
        Task third = add("export", "ana");

        assertThat(takeAll()).containsExactly(first, second, third);
    }

    @Test
    void letsOwnersTakeTurns() {
        Task a1 = add("export", "ana");
        Task a2 = add("export", "ana");
        Task a3 = add("export", "ana");
        Task b1 = add("export", "bea");
        Task c1 = add("import", "cid");
        Task b2 = add("export", "bea");

        assertThat(takeAll()).containsExactly(a1, b1, c1, a2, b2, a3);
    }

    @Test
    void letsAHundredOfOneNotBlockTheOneOfAnother() {
        for (int i = 0; i < 100; i++) {
            add("export", "ana");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(queue.take(task -> true)).isNotNull();
        }
        Task beas = add("export", "bea");

        assertThat(queue.take(task -> true)).isSameAs(beas);
    }

    @Test
    void savesUpNoTurnsForThoseWhoHadNothingToDo() {
        Task early = add("export", "bea");
        assertThat(queue.take(task -> true)).isSameAs(early);
        queue.release(early);
        for (int i = 0; i < 10; i++) {
            queue.release(takeNewOf("ana"));
        }
        Task a = add("export", "ana");
        Task b1 = add("export", "bea");
        Task b2 = add("export", "bea");

        assertThat(takeAll()).as("bea has one turn, and not eleven").containsExactly(a, b1, b2);
    }

    private Task takeNewOf(String owner) {
        Task added = add("export", owner);
        assertThat(queue.take(task -> true)).isSameAs(added);
        return added;
    }

    @Test
    void goesByPriorityFirst() {
        Task low = add("export", "ana", Priority.LOW, ANY);
        Task normal = add("export", "ana");
        Task high = add("export", "bea", Priority.HIGH, ANY);

        assertThat(takeAll()).containsExactly(high, normal, low);
    }

    @Test
    void keepsToTheLimitOfAType() {
        Demand one = new Demand(1, Set.of(), false);
        Task first = add("export", "ana", Priority.NORMAL, one);
        Task second = add("export", "ana", Priority.NORMAL, one);
        Task other = add("import", "ana");

        assertThat(takeAll()).containsExactly(first, other);
        queue.release(first);
        assertThat(takeAll()).containsExactly(second);
    }

    @Test
    void keepsToTheLimitOfAResourceThatTypesShare() {
        queue = new FairQueue<>(Permits.UNLIMITED.resource("reporting-db", 2));
        Demand db = new Demand(10, Set.of("reporting-db"), false);
        Task first = add("export", "ana", Priority.NORMAL, db);
        Task second = add("report", "ana", Priority.NORMAL, db);
        Task third = add("export", "ana", Priority.NORMAL, db);

        assertThat(takeAll()).containsExactly(first, second);
        queue.release(second);
        assertThat(takeAll()).containsExactly(third);
    }

    @Test
    void keepsToTheLimitOfAnOwner() {
        queue = new FairQueue<>(Permits.UNLIMITED.perOwner(1));
        Task a1 = add("export", "ana");
        Task a2 = add("export", "ana");
        Task a3 = add("import", "ana");
        Task b1 = add("export", "bea");

        assertThat(takeAll()).containsExactly(a1, b1);
        queue.release(a1);
        assertThat(takeAll()).containsExactly(a2);
        queue.release(a2);
        assertThat(takeAll()).containsExactly(a3);
    }

    @Test
    void letsAnOwnerBackInWhenHerNextIsTakenOut() {
        queue = new FairQueue<>(Permits.UNLIMITED.perOwner(1));
        Task a1 = add("export", "ana");
        Task a2 = add("export", "ana");
        Task a3 = add("export", "ana");
        assertThat(takeAll()).containsExactly(a1);
        queue.release(a1);
        queue.remove(a2);

        assertThat(takeAll()).containsExactly(a3);
    }

    @Test
    void letsAnOwnerBackInWhenHersCouldNotBeStarted() {
        queue = new FairQueue<>(Permits.UNLIMITED.perOwner(1));
        Task a1 = add("export", "ana");
        Task a2 = add("export", "ana");
        assertThat(takeAll()).containsExactly(a1);

        queue.putBack(a1);

        assertThat(takeAll()).containsExactly(a1);
        queue.putBack(a1);
        queue.remove(a1);
        assertThat(takeAll()).containsExactly(a2);
    }

    @Test
    void putsBackAtTheOldPlace() {
        Task first = add("export", "ana");
        Task second = add("export", "ana");
        assertThat(queue.take(task -> true)).isSameAs(first);
        queue.putBack(first);

        assertThat(takeAll()).containsExactly(first, second);
    }

    @Test
    void leavesOutWhatThereIsNoThreadFor() {
        Task computing = add("compute", "ana");
        Task waiting = add("export", "ana");

        assertThat(queue.take(task -> !task.line().equals("compute"))).isSameAs(waiting);
        assertThat(queue.take(task -> true)).isSameAs(computing);
    }

    @Test
    void takesOutWhatIsRemoved() {
        Task first = add("export", "ana");
        Task second = add("export", "ana");

        queue.remove(first);
        queue.remove(first);

        assertThat(takeAll()).containsExactly(second);
    }

    @Test
    void queuesAgainWhatWasAddedWhileItRan() {
        Task task = add("export", "ana");
        assertThat(takeAll()).containsExactly(task);

        queue.add(task);
        assertThat(takeAll()).as("it still runs").isEmpty();
        queue.release(task);

        assertThat(takeAll()).containsExactly(task);
        queue.add(task);
        queue.remove(task);
        queue.release(task);
        assertThat(takeAll()).as("it was taken out again").isEmpty();
    }

    @Test
    void tellsPositions() {
        queue = new FairQueue<>(Permits.UNLIMITED.perOwner(1));
        Task a1 = add("export", "ana");
        Task a2 = add("export", "ana");
        Task b1 = add("export", "bea");
        Task other = add("import", "bea");

        assertThat(queue.positionOf(a1)).hasValue(1);
        assertThat(queue.positionOf(b1)).hasValue(2);
        assertThat(queue.positionOf(a2)).hasValue(3);
        assertThat(queue.positionOf(other)).as("a line of its own").hasValue(1);
        assertThat(takeAll()).containsExactly(a1, b1);
        assertThat(queue.positionOf(a1)).isEmpty();
        assertThat(queue.positionOf(a2)).as("held back, but waiting").hasValue(1);
    }

    @Test
    void keepsNothingOfThoseWhoHaveGone() {
        for (int i = 0; i < 100; i++) {
            Task task = add("export-" + i, "owner-" + i);
            assertThat(takeAll()).containsExactly(task);
            queue.release(task);
        }

        assertThat(queue.owners()).isZero();
        assertThat(queue.lines()).isZero();
    }

    @Test
    void takesNothingOnceItIsClosed() {
        Task before = add("export", "ana");
        queue.close();
        add("export", "ana");
        queue.remove(before);

        assertThat(takeAll()).isEmpty();
    }

    @Test
    void refusesLimitsBelowOne() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Permits.UNLIMITED.perOwner(0))
                .withMessage("max running per owner is 0, but must be 1 or more");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Permits.UNLIMITED.resource("db", 0))
                .withMessage("permits of db is 0, but must be 1 or more");
    }

    /** Whatever happens, no limit is exceeded, nothing is lost, and nothing that could start is left. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void keepsItsLimitsInRandomHistories(long seed) {
        Random random = new Random(seed);
        int perOwner = 1 + random.nextInt(3);
        queue = new FairQueue<>(new Permits(perOwner, Map.of("db", 2, "smtp", 1)));
        Map<String, Demand> demands = Map.of(
                "a", new Demand(2, Set.of("db"), false),
                "b", new Demand(3, Set.of("db", "smtp"), false),
                "c", ANY);
        List<Task> waiting = new ArrayList<>();
        List<Task> running = new ArrayList<>();
        for (int step = 0; step < 5_000; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    String line = List.of("a", "b", "c").get(random.nextInt(3));
                    Priority priority = List.of(Priority.values()).get(random.nextInt(3));
                    waiting.add(add(
                            line, "owner" + random.nextInt(4), priority, Objects.requireNonNull(demands.get(line))));
                }
                case 2 -> {
                    Task next = queue.take(task -> true);
                    if (next == null) {
                        waiting.forEach(task -> assertThat(fits(task, running, perOwner))
                                .as("seed %d: %s could start", seed, task)
                                .isFalse());
                    } else {
                        assertThat(fits(next, running, perOwner))
                                .as("seed %d", seed)
                                .isTrue();
                        assertThat(waiting.remove(next)).as("seed %d", seed).isTrue();
                        running.add(next);
                    }
                }
                case 3 -> {
                    if (!running.isEmpty()) {
                        queue.release(running.remove(random.nextInt(running.size())));
                    }
                }
                case 4 -> {
                    if (!running.isEmpty() && random.nextInt(4) == 0) {
                        Task back = running.remove(random.nextInt(running.size()));
                        queue.putBack(back);
                        waiting.add(back);
                    }
                }
                default -> {
                    if (!waiting.isEmpty() && random.nextInt(3) == 0) {
                        queue.remove(waiting.remove(random.nextInt(waiting.size())));
                    }
                }
            }
        }
        while (!running.isEmpty() || !waiting.isEmpty()) {
            List<Task> taken = takeAll();
            assertThat(waiting.containsAll(taken)).isTrue();
            waiting.removeAll(taken);
            running.addAll(taken);
            assertThat(running)
                    .as("seed %d: those that wait are let in at last", seed)
                    .isNotEmpty();
            running.forEach(queue::release);
            running.clear();
        }
        assertThat(queue.owners()).isZero();
    }

    private static boolean fits(Task task, List<Task> running, int perOwner) {
        Map<String, Integer> used = new HashMap<>();
        running.forEach(other -> other.demand.resources().forEach(name -> used.merge(name, 1, Integer::sum)));
        Map<String, Integer> permits = Map.of("db", 2, "smtp", 1);
        return running.stream().filter(other -> other.line.equals(task.line)).count() < task.demand.maxRunning()
                && running.stream()
                                .filter(other -> other.owner.equals(task.owner))
                                .count()
                        < perOwner
                && task.demand.resources().stream()
                        .allMatch(name -> used.getOrDefault(name, 0) < permits.getOrDefault(name, 0));
    }
}
