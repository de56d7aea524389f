package dev.errand.jdbc;

import dev.errand.Artifact;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What applications hand to tasks and get back from them: all kinds of values that a careful author would use. */
final class Claims {

    private Claims() {}

    enum Urgency {
        LOW,
        HIGH
    }

    /** Closed, with a level in between, and with names that a text might have as well. */
    sealed interface Filter permits Between, Text, Nothing, Preset, Sort {}

    record Between(BigDecimal least, BigDecimal most) implements Filter {}

    sealed interface Text extends Filter permits Contains, AllOf {}

    record Contains(String text) implements Text {}

    record AllOf(List<Filter> filters) implements Text {}

    record Nothing() implements Filter {}

    enum Preset implements Filter {
        TODAY,
        OPEN
    }

    /** With a property that has the name of the one that tells its class. */
    record Sort(String kind, boolean descending) implements Filter {}

    /** Everything at once. */
    record Query(
            String text,
            int count,
            long id,
            double ratio,
            boolean dryRun,
            Urgency urgency,
            BigDecimal amount,
            UUID reference,
            Instant filedAt,
            Duration patience,
            LocalDate day,
            ZonedDateTime meeting,
            Optional<String> note,
            Optional<Filter> filter,
            List<Filter> filters,
            Map<String, List<Integer>> counts,
            Map<Urgency, Filter> byUrgency,
            Set<String> tags) {}

    /** What a mailing reports: counts, and who could not be reached. */
    record MailReport(long sent, long failed, List<Unreached> unreached, Optional<Artifact> list) {

        record Unreached(String address, Reason reason, Instant at) {}

        sealed interface Reason {}

        record Bounced(int code, String text) implements Reason {}

        record InDoubt() implements Reason {}
    }

    static Query query(String text) {
        return new Query(
                text,
                -3,
                Long.MAX_VALUE,
                0.1,
                true,
                Urgency.HIGH,
                new BigDecimal("12.3400"),
                UUID.fromString("01976f2c-4b1e-7000-8000-000000000001"),
                Instant.parse("2026-11-22T12:00:00.123456789Z"),
                Duration.ofMillis(90_061_001),
                LocalDate.of(2024, 2, 29),
                ZonedDateTime.parse("2026-07-01T10:00:00+02:00[Europe/Ljubljana]"),
                Optional.empty(),
                Optional.of(new AllOf(List.of(new Contains("a"), new Nothing()))),
                List.of(
                        new Between(BigDecimal.ZERO, new BigDecimal("1E+3")),
                        new AllOf(List.of(new AllOf(List.of(Preset.OPEN))))),
                Map.of("b", List.of(2, 1), "a", List.of()),
                Map.of(Urgency.HIGH, new Nothing(), Urgency.LOW, new Contains("x")),
                Set.of("one", "two", "three"));
    }

    static MailReport report() {
        return new MailReport(
                9_998,
                2,
                List.of(
                        new MailReport.Unreached(
                                "ana@example.org",
                                new MailReport.Bounced(550, "no such user"),
                                Instant.parse("2026-11-22T12:00:00Z")),
                        new MailReport.Unreached(
                                "bea@example.org", new MailReport.InDoubt(), Instant.parse("2026-11-22T12:00:01Z"))),
                Optional.of(file()));
    }

    static Artifact file() {
        return new Artifact(
                UUID.fromString("01976f2c-4b1e-7000-8000-000000000002"),
                "škody – 2026.xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                1_234_567_890_123L,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                Instant.parse("2026-11-29T12:00:00Z"));
    }
}
