package dev.errand.jdbc.kills;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.kills.Diary.Entry;
import dev.errand.jdbc.kills.Diary.What;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Settles the accounts from outside: what submitters wrote down as acknowledged, what workers wrote down as done, and what
 * stands in the tables in the end, by SQL of its own. It uses nothing of the code that it judges.
 */
final class Audit {

    /** What stands in the tables of a task. */
    record Row(String id, String type, String key, String state, int attempt, int losses, int failures, String words) {}

    /**
     * The result.
     *
     * @param acked tasks that submitters were told are accepted
     * @param done those of them that ended as they should, with their effect
     * @param lost those of them that did not
     * @param duplicated effects beyond the first of each task
     * @param inDoubt attempts that began, and left nothing that says how they ended
     * @param fenced writes that were refused to attempts which the task was taken from
     */
    record Figures(long acked, long done, long lost, long duplicated, long inDoubt, long fenced) {

        @Override
        public String toString() {
            return "acked %,d / done %,d / lost %,d / duplicated %,d / in doubt %,d / fenced %,d"
                    .formatted(acked, done, lost, duplicated, inDoubt, fenced);
        }
    }

    private final Map<String, Row> rows;
    private final List<Entry> entries;

    private Audit(Map<String, Row> rows, List<Entry> entries) {
        this.rows = rows;
        this.entries = entries;
    }

    static Audit of(Path diaries, DataSource database) throws IOException, SQLException {
        List<Entry> entries = Diary.readAll(diaries); // first, so that the tables know at least as much
        return new Audit(rowsIn(database).stream().collect(toMap(Row::id, Function.identity())), entries);
    }

    private static List<Row> rowsIn(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet results =
                        statement.executeQuery("SELECT id, type, COALESCE(task_key, '') AS task_key, state, attempt,"
                                + " losses, failures, COALESCE(outcome, '') AS outcome FROM errand_task")) {
            List<Row> rows = new ArrayList<>();
            while (results.next()) {
                rows.add(new Row(
                        results.getString("id"),
                        results.getString("type"),
                        results.getString("task_key"),
                        results.getString("state"),
                        results.getInt("attempt"),
                        results.getInt("losses"),
                        results.getInt("failures"),
                        results.getString("outcome")));
            }
            return rows;
        }
    }

    Collection<Row> rows() {
        return rows.values();
    }

    List<Row> rows(String type) {
        return rows.values().stream().filter(row -> row.type().equals(type)).toList();
    }

    List<Entry> entries(What what) {
        return entries.stream().filter(entry -> entry.what() == what).toList();
    }

    /** The tasks of which it is written down that they were accepted. */
    Set<String> acked() {
        Set<String> acked = new TreeSet<>();
        entries(What.ACKED).forEach(entry -> acked.add(entry.task()));
        return acked;
    }

    /** The tasks that were accepted, and are not there. */
    Set<String> missing() {
        Set<String> missing = acked();
        missing.removeAll(rows.keySet());
        return missing;
    }

    /**
     * The accounts of all tasks that were acknowledged, which should have been run to their end.
     *
     * @param least how many there must be, or nothing was proven
     */
    Figures settle(long least) {
        return settle(least, "SUCCEEDED", this::isEffective);
    }

    /** The accounts of tasks that nobody was there to run. */
    Figures settleUnrun(long least) {
        return settle(least, "QUEUED", row -> true);
    }

    private Figures settle(long least, String end, Predicate<Row> kept) {
        Set<String> acked = acked();
        Set<String> lost = new TreeSet<>();
        for (String id : acked) {
            Row row = rows.get(id);
            if (row == null || !row.state().equals(end) || !kept.test(row)) {
                lost.add(row == null ? id + ", which is not in the table" : row.toString());
            }
        }
        Figures figures = new Figures(
                acked.size(),
                acked.size() - lost.size(),
                lost.size(),
                duplicates(),
                attemptsInDoubt().size(),
                entries(What.REFUSED).size());
        assertThat(lost).as("lost; %s", figures).isEmpty();
        assertThat(figures.done()).as("enough to prove something; %s", figures).isGreaterThanOrEqualTo(least);
        return figures;
    }

    private boolean isEffective(Row row) {
        return effects().getOrDefault(row.id(), 0L) > 0;
    }

    private Map<String, Long> effectsOfTasks = Map.of();

    /** How often the effect of each task has happened. */
    private Map<String, Long> effects() {
        if (effectsOfTasks.isEmpty()) {
            effectsOfTasks = entries(What.DONE).stream().collect(groupingBy(Entry::task, counting()));
        }
        return effectsOfTasks;
    }

    private long duplicates() {
        return effects().values().stream().mapToLong(times -> times - 1).sum();
    }

    /** Attempts, of which there can be only one for each number of a task. */
    private record Attempt(String task, int number) {

        static Attempt of(Entry entry) {
            return new Attempt(entry.task(), entry.attempt());
        }
    }

    private Set<Attempt> attemptsInDoubt() {
        Set<Attempt> open = new HashSet<>();
        entries(What.BEGUN).forEach(entry -> open.add(Attempt.of(entry)));
        entries(What.DONE).forEach(entry -> open.remove(Attempt.of(entry)));
        entries(What.STOPPED).forEach(entry -> open.remove(Attempt.of(entry)));
        return open;
    }

    /** No attempt was begun twice, and the tables count every one that was begun. */
    void requireAttemptsCounted() {
        Map<Attempt, Long> begun = entries(What.BEGUN).stream().collect(groupingBy(Attempt::of, counting()));
        assertThat(begun.entrySet())
                .as("attempts, each of which one has begun")
                .allSatisfy(one -> assertThat(one.getValue()).isEqualTo(1));
        Map<String, Long> seen = begun.keySet().stream().collect(groupingBy(Attempt::task, counting()));
        Map<String, Integer> latest = new HashMap<>();
        begun.keySet().forEach(attempt -> latest.merge(attempt.task(), attempt.number(), Math::max));
        Map<String, Long> stopped = entries(What.STOPPED).stream().collect(groupingBy(Entry::task, counting()));
        for (Row row : rows.values()) {
            assertThat(row.attempt())
                    .as("attempts of %s, of which one was seen to begin with number %s", row, latest.get(row.id()))
                    .isGreaterThanOrEqualTo(latest.getOrDefault(row.id(), 0));
            if (row.state().equals("SUCCEEDED")) {
                long unexplained = row.attempt() - 1L - row.losses() - row.failures();
                long unseen = row.attempt() - seen.getOrDefault(row.id(), 0L);
                assertThat(unexplained)
                        .as("attempts of %s before the last one that were neither lost nor failed", row)
                        .isBetween(0L, stopped.getOrDefault(row.id(), 0L) + unseen);
            }
        }
    }

    /** No two attempts of a task did anything at the same time; one whose process is killed does nothing from then on. */
    void requireNoTwoOwners() {
        Map<String, Long> killed =
                entries(What.KILLED).stream().collect(toMap(Entry::task, Entry::nanoTime, Math::min));
        Map<Attempt, Entry> ends = new HashMap<>();
        entries.stream()
                .filter(entry -> entry.what() == What.DONE || entry.what() == What.STOPPED)
                .forEach(entry -> ends.merge(
                        Attempt.of(entry), entry, BinaryOperator.maxBy(Comparator.comparingLong(Entry::nanoTime))));
        Map<String, List<Entry>> runs = entries(What.BEGUN).stream().collect(groupingBy(Entry::task));
        for (List<Entry> ofTask : runs.values()) {
            List<Entry> inOrder = ofTask.stream()
                    .sorted(Comparator.comparingInt(Entry::attempt))
                    .toList();
            for (int later = 1; later < inOrder.size(); later++) {
                Entry before = inOrder.get(later - 1);
                Entry end = ends.get(Attempt.of(before));
                long over = end != null ? end.nanoTime() : killed.getOrDefault(before.node(), Long.MAX_VALUE);
                assertThat(inOrder.get(later).nanoTime())
                        .as("begin of %s, after the end of %s, which is %s", inOrder.get(later), before, end)
                        .isGreaterThan(over);
            }
        }
    }
}
