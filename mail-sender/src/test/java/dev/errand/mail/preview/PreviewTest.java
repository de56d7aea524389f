package dev.errand.mail.preview;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.Campaign;
import dev.errand.mail.Delivery;
import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailTransport;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreviewTest {

    private static final byte[] PICTURE = {1, 2, 3};
    private static final Campaign<String> CAMPAIGN = Campaign.<String>to(name -> name + "@example.org")
            .from("claims@example.org")
            .subject(name -> "Please sign, " + name)
            .html(name -> "<p>Dear " + name + "</p><img src=\"cid:logo\">")
            .attach(new MailAttachment("logo.png", "image/png", PICTURE).inline("logo"));

    /** Takes one message after the other. */
    private static final class Taking implements MailTransport, MailConnection {

        private final List<MailMessage> taken = new ArrayList<>();

        @Override
        public int maxConnections() {
            return 1;
        }

        @Override
        public Retry reconnect() {
            return Retry.never();
        }

        @Override
        public MailConnection open() {
            return this;
        }

        @Override
        public Delivery send(MailMessage message) {
            taken.add(message);
            return new Delivery.Accepted("250 ok");
        }

        @Override
        public boolean isUsable() {
            return true;
        }

        @Override
        public void close() {
            // is used again
        }
    }

    @Test
    void isAFileThatMailProgramsOpen() throws Exception {
        Preview preview = Preview.of(CAMPAIGN, "Ana");

        MimeMessage mime =
                new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(preview.eml()));

        assertThat(mime.getSubject()).isEqualTo("Please sign, Ana");
        assertThat(mime.getAllRecipients()[0]).hasToString("Ana@example.org");
        assertThat(preview.size()).isEqualTo(preview.eml().length);
        assertThat(preview.message().estimatedSize()).isBetween(preview.size() / 2, preview.size() * 2);
    }

    @Test
    void isAPageWithItsPictures() throws Exception {
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(PICTURE);

        assertThat(Preview.of(CAMPAIGN, "Ana").html()).isEqualTo("<p>Dear Ana</p><img src=\"" + data + "\">");
    }

    @Test
    void showsPicturesInStylesToo() throws Exception {
        String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(PICTURE);
        Campaign<String> styled = CAMPAIGN.html(
                name -> "<style>p { background: url(\"cid:logo\") }</style><p>(cid:logo)</p>"
                        + "<!--[if mso]><v:fill src='cid:logo'/><![endif]--><b STYLE=\"background: url(cid:logo)\">x</b>");

        assertThat(Preview.of(styled.inliningCss(), "Ana").html())
                .contains("<p style=\"background: url(&quot;" + data + "&quot;)\">(cid:logo)</p>")
                .contains("src='" + data + "'")
                .contains("url(" + data + ")");
    }

    @Test
    void isSentToNobodyElse() throws Exception {
        Taking server = new Taking();
        Preview preview = Preview.of(CAMPAIGN, "Ana");

        assertThat(preview.sendTo("Me <me@example.org>", server)).isEqualTo(new Delivery.Accepted("250 ok"));

        MailMessage sent = server.taken.getFirst();
        assertThat(server.taken).hasSize(1);
        assertThat(sent.envelope().to()).hasToString("Me <me@example.org>");
        assertThat(sent.subject()).isEqualTo("[Test] Please sign, Ana");
        assertThat(sent.html()).contains("Dear Ana");
        assertThat(sent.attachments()).hasSize(1);
        assertThat(sent.envelope().messageId())
                .isNotEqualTo(preview.message().envelope().messageId());
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(() -> preview.sendTo("me@example.org, you@example.org", server));
    }

    @Test
    void goesThroughEverybodyWithoutAServer() throws Exception {
        List<String> names = IntStream.range(0, 2_000)
                .mapToObj(i -> i % 3 == 0 ? "m" + i : "m " + i)
                .toList();
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            var handle = tasks.submit("dry run", context -> DryRun.of(CAMPAIGN, names, context));

            Outcome<DryRunReport> outcome = handle.await(ofSeconds(20)).orElseThrow();

            DryRunReport report = ((Outcome.Partial<DryRunReport>) outcome).result();
            assertThat(report.recipients()).isEqualTo(2_000);
            assertThat(report.unfit()).isEqualTo(1_333);
            assertThat(report.messages()).isEqualTo(667);
            assertThat(report.invalid()).hasSize(500);
            assertThat(report.invalid().getFirst().recipient()).isEqualTo("m 1@example.org");
            assertThat(report.invalid().getFirst().reason()).contains("must have no blanks");
            assertThat(report.largest()).isEqualTo(Preview.of(CAMPAIGN, "m1998").size());
            assertThat(report.bytes()).isBetween(667 * (report.largest() - 20), 667 * report.largest());
            assertThat(handle.snapshot().progress().failed()).isEqualTo(1_333);
            assertThat(handle.snapshot().progress().done()).isEqualTo(667);
            AtomicInteger closed = new AtomicInteger();
            var streamed = tasks.submit(
                    "dry run",
                    context -> DryRun.of(CAMPAIGN, names.stream().onClose(closed::incrementAndGet), context));
            assertThat(((Outcome.Partial<DryRunReport>)
                                    streamed.await(ofSeconds(20)).orElseThrow())
                            .result())
                    .isEqualTo(report);
            assertThat(closed).hasValue(1);
        }
    }
}
