package dev.errand.samples.firststeps;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.mail.MailTransport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTls;
import dev.errand.mail.smtp.SmtpTransport;
import dev.errand.progress.FailedItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows does what the README says. */
@Timeout(60)
class FirstStepsTest {

    private static final ClaimStore CLAIMS =
            query -> List.of(new Claim("C-1", query.line(), new BigDecimal("12.50"), LocalDate.of(2026, 11, 22)));

    @Test
    void theFirstTaskAddsUp() throws InterruptedException {
        PrintStream console = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            FirstTask.main(new String[0]);
        } finally {
            System.setOut(console);
        }

        assertThat(said.toString(StandardCharsets.UTF_8)).contains("Submitted: ", "Succeeded[result=10]");
    }

    @Test
    void theOfficeExportsForItsOwnUsers(@TempDir Path directory) throws IOException {
        GreenMail greenMail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
        greenMail.start();
        MailTransport mail = SmtpTransport.to(
                SmtpServer.at("127.0.0.1", greenMail.getSmtp().getPort()).tls(SmtpTls.NONE));
        try (ClaimsOffice office = new ClaimsOffice(CLAIMS, mail, directory)) {
            String id = office.export("ana", new ClaimQuery("auto"));
            while (!office.progress("ana", id).contains("SUCCEEDED")) {
                assertThat(Thread.interrupted()).as("it did not end in time").isFalse();
                Thread.onSpinWait();
            }

            assertThat(office.progress("ana", id)).startsWith("Claims, auto: SUCCEEDED 100 %");
            assertThat(office.progress("bea", id)).isEqualTo("There is no such task.");
            assertThat(office.cancel("ana", id)).as("too late").isFalse();
            assertThat(office.download("bea", id)).isEmpty();
            try (InputStream file = office.download("ana", id).orElseThrow()) {
                assertThat(file.readNBytes(2)).as("a zip").isEqualTo(new byte[] {'P', 'K'});
            }
            Members members = new Members(List.of(new Member("ana@example.org", "Ana", "t")));
            TaskId tonight = office.remindTonight("ana", members).id();
            assertThat(office.remindTonight("ana", members).id()).isEqualTo(tonight);
            assertThat(office.mine("ana")).hasSize(2).first().asString().contains("remind");
            assertThat(office.mine("bea")).isEmpty();
        } finally {
            greenMail.stop();
        }
    }

    @Test
    void theDeskSettlesWhatFailedOnceMore() throws InterruptedException {
        Set<String> settled = ConcurrentHashMap.newKeySet();
        AtomicBoolean bankIsBack = new AtomicBoolean();
        ClaimStore twenty = query -> IntStream.range(0, 20)
                .mapToObj(i -> new Claim("C-" + i, query.line(), new BigDecimal("12.50"), LocalDate.of(2026, 11, 22)))
                .toList();
        SettleClaims task = new SettleClaims(twenty, claim -> {
            if (claim.number().equals("C-7") && !bankIsBack.get()) {
                throw new IllegalStateException("the bank is away");
            }
            assertThat(settled.add(claim.number())).as("settled once").isTrue();
        });
        try (SettlementDesk desk = new SettlementDesk(task)) {
            TaskHandle<String> handle = desk.submit("ana", new ClaimQuery("auto"));
            assertThat(handle.await(ofSeconds(30)))
                    .contains(new Outcome.Partial<>("The claims of auto are settled.", 1));
            assertThat(handle.snapshot().progress().failedItems())
                    .extracting(FailedItem::key)
                    .containsExactly("C-7");
            bankIsBack.set(true);

            TaskHandle<String> again = SettlementDesk.onceMore(handle);

            assertThat(again.await(ofSeconds(30))).contains(new Outcome.Succeeded<>("The claims of auto are settled."));
            assertThat(settled).hasSize(20);
            assertThat(SettlementDesk.story(again)).contains("QUEUED olga the bank is back");
            assertThat(desk.settle("ana", new ClaimQuery("home"))).startsWith("Done: ");
        }
    }
}
