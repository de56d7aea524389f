package dev.errand.samples.claims;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.errand.BackgroundTask;
import dev.errand.ErrorBudget;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.excel.ExcelSheet;
import dev.errand.mail.Campaign;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailTransport;
import dev.errand.mail.bounce.ReturnedMail;
import dev.errand.mail.dkim.DkimSigner;
import dev.errand.mail.outcome.OutcomeLine;
import dev.errand.mail.pace.Pace;
import dev.errand.mail.pace.QuietHours;
import dev.errand.mail.pace.Rate;
import dev.errand.mail.recipients.CsvFile;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTransport;
import dev.errand.mail.template.MessageBundle;
import dev.errand.mail.template.ThymeleafTemplates;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A newsletter in the language of each reader, from a list in a file, at a pace that servers like. */
final class SendNewsletter implements BackgroundTask<SendNewsletter.Edition, CampaignReport> {

    private static final Logger LOG = LoggerFactory.getLogger(SendNewsletter.class);
    private static final byte[] LOGO = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /**
     * Somebody who wants it.
     *
     * @param email where she gets it
     * @param firstName what she is called
     * @param language in which she reads
     * @param token what makes her links hers
     */
    record Reader(String email, String firstName, Locale language, String token) {

        URI page() {
            return URI.create("https://example.org/newsletter/" + token);
        }
    }

    /**
     * What is to be sent.
     *
     * @param readers a file with the columns e-mail, name, language and token
     */
    record Edition(Path readers) {}

    static final MessageBundle TEXTS = MessageBundle.named("mails.newsletter", SendNewsletter.class);
    static final ThymeleafTemplates PAGES =
            ThymeleafTemplates.in("mails/", SendNewsletter.class).messages(TEXTS);

    static final ExcelSheet<OutcomeLine> OUTCOMES = ExcelSheet.<OutcomeLine>named("Recipients")
            .column("Recipient", OutcomeLine::recipient)
            .column("Outcome", OutcomeLine::outcome)
            .column("Detail", OutcomeLine::detail);

    static final Campaign<Reader> NEWSLETTER = Campaign.<Reader>to(Reader::email)
            .from("Claims <claims@example.org>")
            .locale(Reader::language)
            .subject(TEXTS.text("subject", Reader::firstName))
            .html(PAGES.html("newsletter.html", reader -> Map.of("name", reader.firstName(), "leave", reader.page())))
            .attach(new MailAttachment("logo.png", "image/png", LOGO).inline("logo"))
            .unsubscribe(Reader::page)
            .bulk("november", "claims")
            .pace(Pace.of(Rate.perSecond(20))
                    .perConnection(1_000, ofMinutes(10))
                    .quietHours(new QuietHours(LocalTime.of(21, 0), LocalTime.of(7, 0), ZoneId.of("Europe/Prague"))))
            .retrying(Retry.exponential(6, ofSeconds(30)), ofHours(12))
            .errorBudget(ErrorBudget.percent(5))
            .bouncesTo("bounces-k3j4h5@example.org")
            .outcomeFile("newsletter.xlsx", ExcelSheet.MEDIA_TYPE, OUTCOMES::write);

    private final MailTransport mail;

    SendNewsletter(MailTransport mail) {
        this.mail = mail;
    }

    @Override
    public CampaignReport run(Edition edition, TaskContext context) throws Exception {
        try (Stream<Reader> readers = CsvFile.at(edition.readers()).stream(
                row -> new Reader(
                        row.required("e-mail"),
                        row.text("name"),
                        Locale.forLanguageTag(row.text("language")),
                        row.required("token")),
                bad -> LOG.warn("Left out: {}", bad))) {
            return NEWSLETTER.send(readers, mail, context);
        }
    }

    /** What comes back to {@code bouncesTo}, message by message. */
    static void heed(InputStream returned, Map<String, String> suppressed) throws IOException {
        ReturnedMail mail = ReturnedMail.read(returned);
        LOG.info("{}: {}", mail.original().campaign(), mail);
        suppressed.putAll(mail.suppressions());
    }

    /** With a signature, by which servers know that it is ours. */
    static MailTransport signedBy(String privateKey) {
        return SmtpTransport.to(SmtpServer.at("smtp.example.org", 587).login("claims", "secret"))
                .signing(DkimSigner.of("example.org", "mail2026", privateKey));
    }
}
