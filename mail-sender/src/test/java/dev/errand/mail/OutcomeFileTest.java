package dev.errand.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.mail.outcome.OutcomeFormat;
import dev.errand.mail.outcome.OutcomeLine;
import dev.errand.mail.outcome.OutcomeList;
import dev.errand.mail.recipients.CsvFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeFileTest extends CampaignFixture {

    private static final Campaign<Member> LISTED = REMINDER.outcomeFile("outcomes.csv");

    @TempDir
    private Path directory;

    private List<String> linesOf(TaskHandle<CampaignReport> handle) throws Exception {
        List<Artifact> files = handle.snapshot().artifacts();
        assertThat(files).extracting(Artifact::fileName).containsExactly("outcomes.csv");
        try (InputStream in = tasks.artifacts().open(files.getFirst())) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @Test
    void hasALineForEachRecipient() throws Exception {
        FakeServer server =
                new FakeServer(3, message -> switch (message.envelope().to().email()) {
                    case "m1@example.org" -> new Delivery.Refused("550 5.1.1 no \"m1\", sorry", false);
                    case "m2@example.org" -> new Delivery.InDoubt("no answer");
                    default -> new Delivery.Accepted("250 ok");
                });
        List<Member> members = new ArrayList<>(members(700));
        members.set(3, new Member("=cmd|'/C calc'!A1", "x"));
        members.set(4, new Member("+420@example.org", "x"));
        TaskHandle<CampaignReport> handle = submit(LISTED, members, server);

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Partial.class);

        List<String> lines = linesOf(handle);
        assertThat(lines).hasSize(701);
        assertThat(lines.getFirst()).isEqualTo("\ufeffnumber,recipient,outcome,detail");
        Map<Integer, String> byNumber = new TreeMap<>();
        lines.subList(1, 701)
                .forEach(line -> byNumber.put(Integer.valueOf(line.substring(0, line.indexOf(','))), line));
        assertThat(byNumber).hasSize(700).containsKeys(1, 700);
        assertThat(byNumber)
                .containsEntry(1, "1,m0@example.org,sent,250 ok")
                .containsEntry(2, "2,m1@example.org,refused,\"550 5.1.1 no \"\"m1\"\", sorry\"")
                .containsEntry(3, "3,m2@example.org,in doubt,no answer")
                .containsEntry(5, "5,'+420@example.org,sent,250 ok");
        assertThat(byNumber.get(4)).startsWith("4,'=cmd|'/C calc'!A1,invalid,");
    }

    @Test
    void isWrittenInAnotherFormat() throws Exception {
        Campaign<Member> campaign = REMINDER.outcomeFile("outcomes.csv", "text/plain", (lines, out) -> {
            while (lines.hasNext()) {
                OutcomeLine line = lines.next();
                out.write((line.number() + " " + line.recipient() + " " + line.outcome() + " " + line.detail() + "\n")
                        .getBytes(UTF_8));
            }
        });
        TaskHandle<CampaignReport> handle = submit(campaign, members(2), FakeServer.takingEverything());
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);

        assertThat(linesOf(handle))
                .containsExactlyInAnyOrder("1 m0@example.org sent 250 ok", "2 m1@example.org sent 250 ok");
        assertThat(handle.snapshot().artifacts().getFirst().mediaType()).isEqualTo("text/plain");
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class, StackOverflowError.class})
    void costsNothingButTheFileWhenItCannotBeWritten(Class<? extends Throwable> why) throws Exception {
        Campaign<Member> campaign = REMINDER.outcomeFile("outcomes.csv", "text/csv", (lines, out) -> {
            Throwable thrown = why.getDeclaredConstructor().newInstance();
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        });
        TaskHandle<CampaignReport> handle = submit(campaign, members(2), FakeServer.takingEverything());

        assertThat(resultOf(handle).sent()).isEqualTo(2);
        assertThat(handle.snapshot().artifacts()).isEmpty();
    }

    /** Texts that a program could take for a formula, also in the full-width forms that some take for the others. */
    @ParameterizedTest
    @ValueSource(strings = {"=1", "+1", "-1", "@a", "＝1", "＋1", "－1", "＠a", "\0=1"})
    void guardsAgainstFormulas(String text) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        OutcomeFormat.csv()
                .write(List.of(new OutcomeLine(1, text, "sent", text)).iterator(), out);

        assertThat(out.toString(UTF_8)).endsWith("\r\n1,'" + text + ",sent,'" + text + "\r\n");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void leavesNoAddressesBehindWhenTheProcessIsKilled() throws Exception {
        Set<Path> before = temporaryFiles();
        try (OutcomeList list = OutcomeList.create()) {
            list.add(new OutcomeLine(1, "ana@example.org", "sent", "250 ok"));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            list.writeTo(out, OutcomeFormat.csv());
            list.add(new OutcomeLine(2, "bea@example.org", "sent", "250 ok"));
            list.writeTo(out, OutcomeFormat.csv());

            assertThat(out.toString(UTF_8).lines()).hasSize(5).last().isEqualTo("2,bea@example.org,sent,250 ok");
            assertThat(temporaryFiles()).isSubsetOf(before);
        }
    }

    private static Set<Path> temporaryFiles() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().startsWith("errand-outcomes-"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void isReadByWhatReadsRecipients() throws Exception {
        TaskHandle<CampaignReport> handle = submit(LISTED, members(3), FakeServer.takingEverything());
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        Path file = Files.write(directory.resolve("a.csv"), linesOf(handle));

        try (Stream<String> recipients = CsvFile.at(file).stream(row -> row.text("recipient"), bad -> {})) {
            assertThat(recipients).containsExactlyInAnyOrder("m0@example.org", "m1@example.org", "m2@example.org");
        }
    }

    @Test
    void isThereAfterAFailureAsWell() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        FakeServer server = new FakeServer(1, message -> {
            begun.countDown();
            return new Delivery.Accepted("250 ok");
        });
        List<Member> members = members(5);
        TaskHandle<CampaignReport> handle = tasks.submit(
                "campaign",
                context -> LISTED.send(
                        Stream.concat(members.stream(), Stream.generate(() -> {
                            awaitQuietly(begun);
                            throw new IllegalStateException("the source is gone");
                        })),
                        server,
                        context));

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);

        assertThat(linesOf(handle)).hasSize(6);
    }

    @Test
    void hasANameThatIsOneForAFile() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> REMINDER.outcomeFile("a/b.csv"));
    }

    @Test
    void hasAMediaType() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> REMINDER.outcomeFile("a.csv", "csv", OutcomeFormat.csv()))
                .withMessage("media type is \"csv\", but must be of the form type/subtype, as in RFC 6838");
    }
}
