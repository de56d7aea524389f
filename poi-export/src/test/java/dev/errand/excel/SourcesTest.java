package dev.errand.excel;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows by pages and by publishers. */
@Timeout(30)
class SourcesTest {

    private static final ExcelSheet<Integer> SHEET =
            ExcelSheet.<Integer>named("Numbers").column("Number", row -> row);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 1_000})
    void takesPageAfterPage(int count) throws Exception {
        List<Optional<Integer>> asked = new ArrayList<>();
        KeysetRows<Integer> rows = KeysetRows.of(last -> {
            asked.add(last);
            return page(last.orElse(0), count);
        });

        XSSFSheet sheet = Workbooks.read(Workbooks.bytes(SHEET, rows.iterator()));

        assertThat(sheet.getLastRowNum()).isEqualTo(count);
        for (int row = 1; row <= count; row++) {
            assertThat(sheet.getRow(row).getCell(0).getNumericCellValue()).isEqualTo(row);
        }
        assertThat(asked).hasSize((count + 99) / 100 + 1).startsWith(Optional.<Integer>empty());
        assertThat(rows).as("once more").hasSize(count);
    }

    private static List<Integer> page(int last, int count) {
        return IntStream.rangeClosed(last + 1, Math.min(last + 100, count))
                .boxed()
                .toList();
    }

    @Test
    void takesPagesOfADatabase() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                PreparedStatement query = connection.prepareStatement(
                        "SELECT x FROM SYSTEM_RANGE(1, 2500) WHERE x > ? ORDER BY x LIMIT 1000")) {
            KeysetRows<Integer> rows = KeysetRows.of(last -> {
                query.setInt(1, last.orElse(0));
                return numbers(query);
            });
            try (TaskEngine tasks = TaskEngine.inMemory()) {
                TaskHandle<Artifact> handle = tasks.submit("export", context -> SHEET.export(rows, context));

                assertThat(handle.await(ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Succeeded.class);
                assertThat(handle.snapshot().progress().done()).isEqualTo(2_500);
            }
        }
    }

    private static List<Integer> numbers(PreparedStatement query) throws SQLException {
        List<Integer> page = new ArrayList<>();
        try (ResultSet results = query.executeQuery()) {
            while (results.next()) {
                page.add(results.getInt(1));
            }
        }
        return page;
    }

    @Test
    void namesTheRowWhosePageCannotBeAskedFor() {
        KeysetRows<Integer> rows = KeysetRows.of(last -> {
            if (last.isPresent()) {
                throw new SQLException("the database is away");
            }
            return page(0, 1_000);
        });

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> SHEET.write(rows.iterator(), OutputStream.nullOutputStream()))
                .withMessageStartingWith("row 101 cannot be read")
                .withCauseInstanceOf(SQLException.class);
    }

    @Test
    void namesTheRowWhosePageEndsInNothing() {
        KeysetRows<Integer> rows = KeysetRows.of(last -> last.isPresent() ? Arrays.asList(101, null) : page(0, 1_000));

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> SHEET.write(rows.iterator(), OutputStream.nullOutputStream()))
                .withMessageStartingWith("row 101 cannot be read")
                .withMessageContaining("last row of a page");
    }

    @Test
    void refusesPagesThatDoNotMoveOn() {
        KeysetRows<Integer> rows = KeysetRows.of(last -> page(0, 1_000));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> SHEET.write(rows.iterator(), OutputStream.nullOutputStream()))
                .withMessage("last row of a page is 100, but must come after that of the page before");
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> KeysetRows.of(last -> List.of()).iterator().next());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 256, 1_000_000})
    void takesWhatIsPublished(int room) throws Exception {
        SubmissionPublisher<Integer> publisher =
                new SubmissionPublisher<>(task -> Thread.ofVirtual().start(task), 16);
        try (PublishedRows<Integer> rows = PublishedRows.of(publisher, room)) {
            Thread publishing = Thread.ofVirtual().start(() -> publish(publisher));

            XSSFSheet sheet = Workbooks.read(Workbooks.bytes(SHEET, rows));

            publishing.join();
            assertThat(sheet.getLastRowNum()).isEqualTo(2_000);
            assertThat(sheet.getRow(2_000).getCell(0).getNumericCellValue()).isEqualTo(1_999);
            assertThat(rows.hasNext()).isFalse();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(rows::next);
        }
    }

    private static void publish(SubmissionPublisher<Integer> publisher) {
        while (!publisher.hasSubscribers()) {
            Thread.onSpinWait();
        }
        IntStream.range(0, 2_000).forEach(publisher::submit);
        publisher.close();
    }

    /** Gives at once what it is asked for, and remembers how much of it was not taken. */
    private static final class Eager implements Flow.Publisher<Integer>, Flow.Subscription {

        private final AtomicLong given = new AtomicLong();
        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
        private Flow.@org.jspecify.annotations.Nullable Subscriber<? super Integer> subscriber;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> subscribing) {
            subscriber = subscribing;
            subscribing.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            for (long i = 0; i < n && subscriber != null; i++) {
                subscriber.onNext((int) given.getAndIncrement());
            }
        }

        @Override
        public void cancel() {
            cancelled.complete(null);
        }
    }

    @Test
    void asksForNoMoreThanThereIsRoomFor() {
        Eager publisher = new Eager();
        try (PublishedRows<Integer> rows = PublishedRows.of(publisher, 10)) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(rows.next()).isEqualTo(i);
                assertThat(publisher.given.get() - i - 1)
                        .as("given and not taken")
                        .isBetween(0L, 10L);
            }
            assertThat(publisher.cancelled).isNotDone();
        }
        assertThat(publisher.cancelled).isDone();
    }

    @Test
    void toldOfAFailureItNamesTheRow() {
        PublishedRows<Integer> rows = PublishedRows.of(
                subscriber -> subscriber.onSubscribe(failing(subscriber, new IOException("broken pipe"))), 10);

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> SHEET.write(rows, OutputStream.nullOutputStream()))
                .withMessage("row 2 cannot be read: java.io.IOException: broken pipe");
    }

    private static Flow.Subscription failing(Flow.Subscriber<? super Integer> subscriber, Exception cause) {
        return new Flow.Subscription() {
            @Override
            public void request(long n) {
                subscriber.onNext(1);
                subscriber.onError(cause);
            }

            @Override
            public void cancel() {}
        };
    }

    @Test
    void doesNotTakeMoreThanItAskedFor() {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        PublishedRows<Integer> rows = PublishedRows.of(
                subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        IntStream.rangeClosed(0, (int) n).forEach(subscriber::onNext);
                    }

                    @Override
                    public void cancel() {
                        cancelled.complete(null);
                    }
                }),
                10);

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(rows::hasNext)
                .withMessageContaining("more than the 10 items it was asked for");
        assertThat(cancelled).isDone();
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        CountDownLatch subscribed = new CountDownLatch(1);
        PublishedRows<Integer> rows = PublishedRows.of(
                subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        subscribed.countDown();
                    }

                    @Override
                    public void cancel() {
                        cancelled.complete(null);
                    }
                }),
                10);
        CompletableFuture<Boolean> stays = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(rows::hasNext);
            stays.complete(Thread.currentThread().isInterrupted());
        });
        subscribed.await();
        waiting.interrupt();
        waiting.join();

        assertThat(stays).isCompletedWithValue(true);
        assertThat(cancelled).isDone();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000_001})
    void refusesRoomOutOfRange(int room) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> PublishedRows.of(new Eager(), room))
                .withMessage("room for rows is " + room + ", but must be 1 to 1000000");
    }
}
