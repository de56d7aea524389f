package dev.errand.mail;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.ErrorBudget;
import dev.errand.InvalidInputException;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.artifact.FileNames;
import dev.errand.ledger.WhenInDoubt;
import dev.errand.mail.CampaignRecording.Listing;
import dev.errand.mail.outcome.OutcomeFormat;
import dev.errand.mail.pace.Pace;
import dev.errand.mail.template.CssInliner;
import dev.errand.mail.template.MailTemplate;
import dev.errand.time.TimeSource;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What everybody gets: sender, subject, content, each of it the same for all or made for each recipient.
 *
 * {@snippet :
 * static final Campaign<Member> REMINDER = Campaign.<Member>to(Member::email)
 *         .from("Claims <claims@example.org>")
 *         .subject(member -> "Please sign the terms, " + member.firstName())
 *         .html(member -> "<p>Dear " + Entities.escape(member.firstName()) + ", please sign the terms.</p>")
 *         .header("List-Unsubscribe", member -> "<https://example.org/unsubscribe/" + member.token() + ">")
 *         .summaryTo("admin@example.org");
 * }
 *
 * <p>What is the same for all is checked when it is said. What is made for a recipient is checked before anything is
 * sent to her, and a part that is refused, such as a malformed address or a line break in a header, is the outcome of
 * that recipient only.
 *
 * <p>Immutable, and safe to share between threads: every method returns a changed copy.
 *
 * @param <T> the recipient
 */
public final class Campaign<T> {

    private static final int LONGEST_TITLE = 200;

    private final String title;
    final CampaignPeople<T> people;
    final CampaignContent<T> content;
    final CampaignRecording recording;
    private final Manner manner;

    private Campaign(
            String title,
            CampaignPeople<T> people,
            CampaignContent<T> content,
            CampaignRecording recording,
            Manner manner) {
        this.title = title;
        this.people = people;
        this.content = content;
        this.recording = recording;
        this.manner = manner;
    }

    /**
     * A campaign without a message yet.
     *
     * @param email where a recipient gets her mail
     * @param <T> the recipient
     * @return that campaign
     */
    public static <T> Campaign<T> to(PerRecipient<? super T, String> email) {
        return new Campaign<>(
                "",
                CampaignPeople.at(requireNonNull(email, "email")),
                CampaignContent.none(),
                new CampaignRecording("campaign", WhenInDoubt.ASK, Optional.empty()),
                Manner.DEFAULT);
    }

    /**
     * With a title for reports, in place of the task's own.
     *
     * @param text one line of up to 200 characters
     * @return a changed copy
     * @throws InvalidMailException if it is too long or has control characters
     */
    public Campaign<T> title(String text) {
        Headers.requireValue("title", text);
        if (text.length() > LONGEST_TITLE) {
            throw new InvalidMailException("title", text, "have at most " + LONGEST_TITLE + " characters");
        }
        return new Campaign<>(text, people, content, recording, manner);
    }

    /**
     * With the names of recipients.
     *
     * @param name what a recipient is called; empty for none
     * @return a changed copy
     */
    public Campaign<T> name(PerRecipient<? super T, String> name) {
        return with(people.named(requireNonNull(name, "name")));
    }

    /**
     * With the languages of recipients, for {@linkplain MailTemplate templates}.
     *
     * @param locale in which language a recipient gets her mail; {@link Locale#ROOT} for that of everybody who has none
     * @return a changed copy
     */
    public Campaign<T> locale(PerRecipient<? super T, Locale> locale) {
        return with(people.in(requireNonNull(locale, "locale")));
    }

    /**
     * With a sender. There must be one.
     *
     * @param address {@code claims@example.org} or {@code Claims <claims@example.org>}
     * @return a changed copy
     * @throws InvalidMailException if it is not an address
     */
    public Campaign<T> from(String address) {
        return with(people.from(address));
    }

    /**
     * With addresses for answers. Without, they go to the sender.
     *
     * @param addresses in the form of {@link #from}
     * @return a changed copy
     * @throws InvalidMailException if one is not an address
     */
    public Campaign<T> replyTo(String... addresses) {
        return with(people.replyTo(addresses));
    }

    /**
     * With an address for messages that cannot be delivered, {@code MAIL FROM} and {@code Return-Path}. Without, they come back
     * to the sender. {@link dev.errand.mail.bounce.ReturnedMail} reads what comes there.
     *
     * @param address in the form of {@link #from}; nobody else should be able to guess it
     * @return a changed copy
     * @throws InvalidMailException if it is not an address
     */
    public Campaign<T> bouncesTo(String address) {
        return with(people.bouncesTo(address));
    }

    /**
     * With administrators who are told by mail how it went, by each attempt, also when it stopped before its end; but not when
     * its task had to be interrupted.
     *
     * @param addresses in the form of {@link #from}
     * @return a changed copy
     * @throws InvalidMailException if one is not an address
     */
    public Campaign<T> summaryTo(String... addresses) {
        return with(people.summaryTo(addresses));
    }

    /**
     * With one subject for all.
     *
     * @param text one line of up to 900 characters
     * @return a changed copy
     * @throws InvalidMailException if it is too long or has control characters
     */
    public Campaign<T> subject(String text) {
        Headers.requireValue("subject", text);
        return subject(recipient -> text);
    }

    /**
     * With a subject for each recipient.
     *
     * @param text makes one line of up to 900 characters
     * @return a changed copy
     */
    public Campaign<T> subject(PerRecipient<? super T, String> text) {
        return subject(made("subject", text));
    }

    /**
     * With a subject from a template.
     *
     * @param template makes one line of up to 900 characters
     * @return a changed copy
     */
    public Campaign<T> subject(MailTemplate<? super T> template) {
        return with(content.subject(requireNonNull(template, "subject")));
    }

    /**
     * With a text. A campaign without one sends the words of its HTML.
     *
     * @param text makes the text
     * @return a changed copy
     */
    public Campaign<T> text(PerRecipient<? super T, String> text) {
        return text(made("text", text));
    }

    /**
     * With a text from a template.
     *
     * @param template makes the text
     * @return a changed copy
     */
    public Campaign<T> text(MailTemplate<? super T> template) {
        return with(content.text(requireNonNull(template, "text")));
    }

    /**
     * With HTML, beside the text. What comes from data must be escaped by whoever makes it.
     *
     * @param html makes the HTML
     * @return a changed copy
     */
    public Campaign<T> html(PerRecipient<? super T, String> html) {
        return html(made("html", html));
    }

    /**
     * With HTML from a template.
     *
     * @param template makes the HTML, with what comes from data escaped
     * @return a changed copy
     */
    public Campaign<T> html(MailTemplate<? super T> template) {
        return with(content.html(requireNonNull(template, "html")));
    }

    /**
     * With the styles of the HTML moved from its {@code <style>} to its elements, since not all mail programs heed the former:
     * {@link CssInliner} says which. HTML that is the same for all but for some words is better given to {@link
     * CssInliner#inline} once.
     *
     * @return a changed copy
     * @throws NoClassDefFoundError if {@code org.htmlunit:htmlunit-cssparser} is not on the path
     */
    public Campaign<T> inliningCss() {
        return with(content.inlining(CssInliner.create()));
    }

    /**
     * With a header that is the same for all.
     *
     * @param name such as {@code Auto-Submitted}; not one of those that the campaign sets itself
     * @param value one line of up to 900 characters
     * @return a changed copy
     * @throws InvalidMailException if the name or the value is refused
     */
    public Campaign<T> header(String name, String value) {
        Headers.requireValue("header " + name, value);
        return header(name, recipient -> value);
    }

    /**
     * With a header for each recipient.
     *
     * @param name such as {@code List-Unsubscribe}; not one of those that the campaign sets itself
     * @param value makes one line of up to 900 characters
     * @return a changed copy
     * @throws InvalidMailException if the name is refused
     */
    public Campaign<T> header(String name, PerRecipient<? super T, String> value) {
        return with(content.header(name, made("header", value)));
    }

    /**
     * With a way out: the page that ends the subscription of a recipient, by {@code List-Unsubscribe} and {@code
     * List-Unsubscribe-Post} (RFC 2369, RFC 8058). Mail programs show a button for it, and large receivers ask for it. The page
     * must end the subscription upon a POST without asking anything, and not upon a GET.
     *
     * @param page makes the address of the page, {@code https:} only, with something in it that nobody guesses
     * @return a changed copy
     */
    public Campaign<T> unsubscribe(PerRecipient<? super T, URI> page) {
        return with(content.unsubscribe(requireNonNull(page, "unsubscribe")));
    }

    /**
     * As mail to many, which out-of-office replies leave alone: {@code Precedence: bulk} and {@code Auto-Submitted:
     * auto-generated} (RFC 3834); and with an id by which receivers count complaints about it, {@code Feedback-ID}.
     *
     * @param feedbackId one to four names, from the campaign to the sender, which must not change from one campaign to the next;
     *     or none
     * @return a changed copy
     * @throws InvalidMailException if there are more, or one is empty or has blanks, colons or control characters
     */
    public Campaign<T> bulk(String... feedbackId) {
        return with(content.bulk(List.of(feedbackId)));
    }

    /**
     * With a file that is the same for all, which is encoded once; or with a picture of the HTML, if it is
     * {@linkplain MailAttachment#inline inline}.
     *
     * @param attachment the file
     * @return a changed copy
     */
    public Campaign<T> attach(MailAttachment attachment) {
        return with(content.attach(requireNonNull(attachment, "attachment")));
    }

    /**
     * With a file for each recipient.
     *
     * @param attachment makes the file
     * @return a changed copy
     */
    public Campaign<T> attach(PerRecipient<? super T, MailAttachment> attachment) {
        return with(content.attach(requireNonNull(attachment, "attachment")));
    }

    /**
     * With another limit to the size of a message; 25 MiB by default, which is what many a mailbox takes. Files that are the
     * same for all are refused before anything is sent.
     *
     * @param bytes as they leave, files in base64: 1,000 or more
     * @return a changed copy
     * @throws InvalidMailException if it is less
     */
    public Campaign<T> largestMessage(long bytes) {
        return with(content.largest(bytes));
    }

    /**
     * With another way to treat those of whom it is in doubt whether an earlier attempt has written to them; by default, they
     * are not written to again, and are listed.
     *
     * @param policy what to do about them. A message that is sent again has the id that it had
     * @return a changed copy
     */
    public Campaign<T> whenInDoubt(WhenInDoubt policy) {
        return with(new CampaignRecording(recording.section(), requireNonNull(policy, "policy"), recording.outcomes()));
    }

    /**
     * With another way to treat recipients whom the server does not take for now (a code of 400 to 499), or whose message
     * breaks the connection again and again. Others go on meanwhile. When a server says in its reply when it wants to be asked
     * again, that goes before the delays. By default, there are five trials, after one, two, four and eight minutes, within
     * four hours. While 20,000 recipients wait for their next trial, nobody new is sent to.
     *
     * @param retry how many trials there are in all, and the delays between them; {@link Retry#never()} for one
     * @param within how long after the first trial there may be another one, zero to seven days
     * @return a changed copy
     * @throws InvalidInputException if the time is out of its range
     */
    public Campaign<T> retrying(Retry retry, Duration within) {
        return with(manner.with(new Persistence(requireNonNull(retry, "retry"), within)));
    }

    /**
     * With a pace. Without, it goes as fast as the server takes messages, but slower while that is in trouble.
     *
     * @param pace how fast it may go
     * @return a changed copy
     */
    public Campaign<T> pace(Pace pace) {
        return with(manner.with(requireNonNull(pace, "pace")));
    }

    /**
     * With a limit to how many recipients servers may refuse: a list of dead addresses, or a message that looks like spam, is
     * better found out early. When there are more, the task fails, and the others are not tried; it goes on with them when it is
     * resumed, and begins to count anew. A percentage is one of those that were written to so far, and counts from the hundredth
     * on. By default there is no limit.
     *
     * @param budget how many {@linkplain RecipientOutcome.Failed failed} recipients there may be
     * @return a changed copy
     */
    public Campaign<T> errorBudget(ErrorBudget budget) {
        return with(manner.with(requireNonNull(budget, "budget")));
    }

    /**
     * With a list of addresses that must not be written to. They are {@linkplain RecipientOutcome.Skipped skipped}.
     *
     * @param list knows them
     * @return a changed copy
     */
    public Campaign<T> suppressing(SuppressionList list) {
        return with(manner.with(requireNonNull(list, "list")));
    }

    /**
     * With a message for each recipient, also if several have the same address. Without, all but the first of them are
     * {@linkplain RecipientOutcome.Skipped skipped}. Domains are compared in lower case and as A-labels ({@code xn--…}), and
     * what is before the {@code @} as it stands.
     *
     * @return a changed copy
     */
    public Campaign<T> sendingDuplicates() {
        return with(manner.withDuplicates());
    }

    /**
     * With another clock, for tests: {@code ManualTime} of the testkit.
     *
     * @param source by which its delays go
     * @return a changed copy
     */
    public Campaign<T> time(TimeSource source) {
        return with(manner.with(requireNonNull(source, "source")));
    }

    /**
     * With a section of its own in the {@linkplain TaskContext#ledger() ledger} of the task: for a task that sends more than
     * one campaign, or one to several lists. Without, it is {@code campaign}.
     *
     * @param name names it, in the same way in each attempt; one line of 1 to 200 characters without blanks at its ends
     * @return a changed copy
     * @throws InvalidMailException if it is empty, too long, or has control characters or blanks at its ends
     */
    public Campaign<T> section(String name) {
        return with(new CampaignRecording(name, recording.whenInDoubt(), recording.outcomes()));
    }

    /**
     * With a file for the owner of the task that has a line for each recipient, in the order in which their outcomes came: number
     * in the list, recipient, outcome, and what the server said or what was wrong. It is CSV in UTF-8 as spreadsheets read it; a
     * cell that would be taken for a formula begins with an apostrophe. Each attempt leaves one, also one that stops or fails, but
     * not when its task had to be interrupted.
     *
     * @param fileName such as {@code reminder.csv}
     * @return a changed copy
     * @throws dev.errand.InvalidInputException if it is no name for a file
     */
    public Campaign<T> outcomeFile(String fileName) {
        return outcomeFile(fileName, "text/csv", OutcomeFormat.csv());
    }

    /**
     * With a file for the owner of the task, as {@link #outcomeFile(String)}, in another format, such as that of Excel:
     * {@code outcomeFile("outcomes.xlsx", ExcelSheet.MEDIA_TYPE, sheet::write)}.
     *
     * @param fileName its name, such as {@code outcomes.xlsx}
     * @param mediaType such as {@code text/csv}
     * @param format writes it
     * @return a changed copy
     * @throws InvalidInputException if it is not the name of a file, or not a media type
     */
    public Campaign<T> outcomeFile(String fileName, String mediaType, OutcomeFormat format) {
        FileNames.require(fileName);
        FileNames.requireMediaType(requireNonNull(mediaType, "media type"));
        Listing listing = new Listing(fileName, mediaType, requireNonNull(format, "format"));
        return with(new CampaignRecording(recording.section(), recording.whenInDoubt(), Optional.of(listing)));
    }

    /**
     * Sends it to recipients. Blocks until each of them has an outcome, counts them as progress, and stops when the task is
     * asked to, once the messages under way are through.
     *
     * <p>Who is written to stands in the {@linkplain TaskContext#ledger() ledger} of the task before the message leaves, and
     * what became of it afterwards. So a later attempt, be it after a crash, a pause or a failure, goes on with those who were
     * not written to yet. Those who were under way when an attempt ended are in doubt, one for each connection at most:
     * {@link #whenInDoubt}. Recipients are known again by their addresses; if several have the same one, by their order
     * as well. Each of the {@linkplain dev.errand.RetryScope#FAILED_ITEMS failed items} of the task is a recipient.
     *
     * <p>When it stops before its end, the rest of a collection is reported as not tried; of any other source only
     * those that were looked at.
     *
     * <p>A server that is away, or refuses the password, fails the attempt while nothing has been sent. After the first
     * message, a server that goes away does not: the report then says who was sent to and who was not, and the others can be
     * done as the failed items. One that does not let us send any more fails the task: the others are not tried, and it goes on
     * with them when it is resumed.
     *
     * @param recipients whom to send to; a collection's size becomes the total
     * @param transport how to send
     * @param context the running task
     * @return what became of each recipient
     * @throws InvalidMailException if there is no sender, subject or content, or its files are too large; nothing was sent
     * @throws dev.errand.mail.template.MailTemplateException if a template is wrong, as the first recipients show; nothing was
     *     sent
     * @throws MailServerException if the server cannot be used; nothing was sent
     * @throws IllegalStateException if the task has sent a campaign of the same section; nothing was sent
     * @throws dev.errand.TaskCancelledException if the task was asked to stop, keeping the report
     * @throws dev.errand.TaskFailedException if the recipients end in an exception after something was sent, keeping
     *     the report; it is temporary, so that another attempt can go on. Or if the server does not let us send any more,
     *     keeping the report
     * @throws Exception what the recipients throw, if nothing was sent
     */
    @CanIgnoreReturnValue
    public CampaignReport send(Iterable<? extends T> recipients, MailTransport transport, TaskContext context)
            throws Exception {
        requireComplete();
        CampaignRun<T> run = new CampaignRun<>(this, transport, context);
        if (recipients instanceof Collection<? extends T> known) {
            context.progress().expect(run.included(known));
        }
        return run.run(lookedAt(recipients.iterator()), recipients instanceof Collection<?>);
    }

    /**
     * Sends it to recipients, as {@link #send(Iterable, MailTransport, TaskContext)}. The total is not known from an
     * iterator: say it to {@code context.progress().total(n)} if you know it.
     *
     * @param recipients whom to send to; only the calling thread loops over them
     * @param transport how to send
     * @param context the running task
     * @return what became of each recipient
     * @throws Exception as for an iterable
     */
    @CanIgnoreReturnValue
    public CampaignReport send(Iterator<? extends T> recipients, MailTransport transport, TaskContext context)
            throws Exception {
        requireComplete();
        return new CampaignRun<>(this, transport, context).run(lookedAt(recipients), false);
    }

    /**
     * Sends it to recipients, as {@link #send(Iterable, MailTransport, TaskContext)}. Closes the stream.
     *
     * @param recipients whom to send to; only the calling thread loops over them
     * @param transport how to send
     * @param context the running task
     * @return what became of each recipient
     * @throws Exception as for an iterable
     */
    @CanIgnoreReturnValue
    public CampaignReport send(Stream<? extends T> recipients, MailTransport transport, TaskContext context)
            throws Exception {
        try (Stream<? extends T> closed = recipients.sequential()) {
            return send(closed.iterator(), transport, context);
        }
    }

    /**
     * The message that one recipient would get, without sending it: to look at it, or to test it.
     *
     * @param recipient for whom
     * @return the message
     * @throws InvalidMailException if a part of it is missing or refused
     * @throws Exception what the functions throw
     */
    public MailMessage preview(T recipient) throws Exception {
        requireComplete();
        Composer<T> composer = new Composer<>(this, "preview");
        String email = composer.emailOf(recipient);
        return composer.compose(email, email, recipient);
    }

    /**
     * Where a recipient gets her mail.
     *
     * @param recipient whose
     * @return her address, as it was given; it may be malformed
     * @throws Exception what the function throws
     */
    public String emailOf(T recipient) throws Exception {
        return people.email().of(recipient);
    }

    private Iterator<? extends T> lookedAt(Iterator<? extends T> recipients) throws InterruptedException {
        return content.hasTemplates() ? FirstLook.at(recipients, new Composer<>(this, "preview")) : recipients;
    }

    private void requireComplete() {
        people.requireComplete();
        content.requireComplete();
    }

    String titleOr(String otherwise) {
        return title.isEmpty() ? otherwise : title;
    }

    Manner manner() {
        return manner;
    }

    private Campaign<T> with(CampaignPeople<T> changed) {
        return new Campaign<>(title, changed, content, recording, manner);
    }

    private Campaign<T> with(CampaignContent<T> changed) {
        return new Campaign<>(title, people, changed, recording, manner);
    }

    private Campaign<T> with(CampaignRecording changed) {
        return new Campaign<>(title, people, content, changed, manner);
    }

    private Campaign<T> with(Manner changed) {
        return new Campaign<>(title, people, content, recording, changed);
    }

    private static <T> MailTemplate<? super T> made(String part, PerRecipient<? super T, String> function) {
        return new CampaignContent.Made<>(requireNonNull(function, part));
    }
}
