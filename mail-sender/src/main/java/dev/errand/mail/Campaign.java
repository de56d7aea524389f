package dev.errand.mail;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.InvalidInputException;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.ledger.WhenInDoubt;
import dev.errand.mail.pace.Pace;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Who is involved. */
    record People<T>(
            PerRecipient<? super T, String> email,
            PerRecipient<? super T, String> name,
            List<MailAddress> from,
            List<MailAddress> replyTo,
            List<MailAddress> summaryTo) {}

    /** What they get. */
    record Content<T>(
            PerRecipient<? super T, String> subject,
            PerRecipient<? super T, String> text,
            PerRecipient<? super T, String> html,
            Map<String, PerRecipient<? super T, String>> headers,
            List<PerRecipient<? super T, MailAttachment>> attachments) {}

    /** Where the ledger of the task has it, and what becomes of those in doubt. */
    record Recording(String section, WhenInDoubt whenInDoubt) {}

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_SECTION = 200;
    private static final PerRecipient<Object, String> NOTHING = recipient -> "";

    private final String title;
    private final People<T> people;
    private final Content<T> content;
    private final Recording recording;
    private final Manner manner;

    private Campaign(String title, People<T> people, Content<T> content, Recording recording, Manner manner) {
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
                new People<>(requireNonNull(email, "email"), NOTHING, List.of(), List.of(), List.of()),
                new Content<>(NOTHING, NOTHING, NOTHING, Map.of(), List.of()),
                new Recording("campaign", WhenInDoubt.ASK),
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
        return with(new People<>(
                people.email, requireNonNull(name, "name"), people.from, people.replyTo, people.summaryTo));
    }

    /**
     * With a sender. There must be one.
     *
     * @param address {@code claims@example.org} or {@code Claims <claims@example.org>}
     * @return a changed copy
     * @throws InvalidMailException if it is not an address
     */
    public Campaign<T> from(String address) {
        List<MailAddress> from = List.of(MailAddress.parse("from", address));
        return with(new People<>(people.email, people.name, from, people.replyTo, people.summaryTo));
    }

    /**
     * With addresses for answers. Without, they go to the sender.
     *
     * @param addresses in the form of {@link #from}
     * @return a changed copy
     * @throws InvalidMailException if one is not an address
     */
    public Campaign<T> replyTo(String... addresses) {
        List<MailAddress> replyTo = parse("reply-to", addresses);
        return with(new People<>(people.email, people.name, people.from, replyTo, people.summaryTo));
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
        List<MailAddress> summaryTo = parse("summary to", addresses);
        return with(new People<>(people.email, people.name, people.from, people.replyTo, summaryTo));
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
        return with(new Content<>(
                requireNonNull(text, "subject"), content.text, content.html, content.headers, content.attachments));
    }

    /**
     * With a text. A campaign without one sends the words of its HTML.
     *
     * @param text makes the text
     * @return a changed copy
     */
    public Campaign<T> text(PerRecipient<? super T, String> text) {
        return with(new Content<>(
                content.subject, requireNonNull(text, "text"), content.html, content.headers, content.attachments));
    }

    /**
     * With HTML, beside the text. What comes from data must be escaped by whoever makes it.
     *
     * @param html makes the HTML
     * @return a changed copy
     */
    public Campaign<T> html(PerRecipient<? super T, String> html) {
        return with(new Content<>(
                content.subject, content.text, requireNonNull(html, "html"), content.headers, content.attachments));
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
        Headers.requireName(name);
        Map<String, PerRecipient<? super T, String>> more = new LinkedHashMap<>(content.headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, requireNonNull(value, "header"));
        return with(new Content<>(content.subject, content.text, content.html, more, content.attachments));
    }

    /**
     * With a file that is the same for all.
     *
     * @param attachment the file
     * @return a changed copy
     */
    public Campaign<T> attach(MailAttachment attachment) {
        requireNonNull(attachment, "attachment");
        return attach(recipient -> attachment);
    }

    /**
     * With a file for each recipient.
     *
     * @param attachment makes the file
     * @return a changed copy
     */
    public Campaign<T> attach(PerRecipient<? super T, MailAttachment> attachment) {
        List<PerRecipient<? super T, MailAttachment>> more = new ArrayList<>(content.attachments);
        more.add(requireNonNull(attachment, "attachment"));
        return with(new Content<>(content.subject, content.text, content.html, content.headers, more));
    }

    /**
     * With another way to treat those of whom it is in doubt whether an earlier attempt has written to them; by default, they
     * are not written to again, and are listed.
     *
     * @param policy what to do about them. A message that is sent again has the id that it had
     * @return a changed copy
     */
    public Campaign<T> whenInDoubt(WhenInDoubt policy) {
        return new Campaign<>(
                title, people, content, new Recording(recording.section, requireNonNull(policy, "policy")), manner);
    }

    /**
     * With another way to treat recipients whom the server does not take for now (a code of 400 to 499), or whose message
     * breaks the connection again and again. Others go on meanwhile. When a server says in its reply when it wants to be asked
     * again, that goes before the delays. By default, there are five trials, after one, two, four and eight minutes, within
     * four hours.
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
        Headers.requireValue("section", name);
        if (name.isEmpty() || name.length() > LONGEST_SECTION || !name.equals(name.strip())) {
            throw new InvalidMailException(
                    "section", name, "have 1 to " + LONGEST_SECTION + " characters, without blanks at its ends");
        }
        return new Campaign<>(title, people, content, new Recording(name, recording.whenInDoubt), manner);
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
     * @throws InvalidMailException if there is no sender, subject or content; nothing was sent
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
        return run.run(recipients.iterator(), recipients instanceof Collection<?>);
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
        return new CampaignRun<>(this, transport, context).run(recipients, false);
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

    private void requireComplete() {
        if (people.from.isEmpty()) {
            throw new InvalidMailException("from", "", "be given");
        }
        if (NOTHING.equals(content.subject)) {
            throw new InvalidMailException("subject", "", "be given");
        }
        if (NOTHING.equals(content.text) && NOTHING.equals(content.html) && content.attachments.isEmpty()) {
            throw new InvalidMailException("content", "", "have a text, HTML or an attachment");
        }
    }

    String titleOr(String otherwise) {
        return title.isEmpty() ? otherwise : title;
    }

    People<T> people() {
        return people;
    }

    Content<T> content() {
        return content;
    }

    Recording recording() {
        return recording;
    }

    Manner manner() {
        return manner;
    }

    private Campaign<T> with(People<T> changed) {
        return new Campaign<>(title, changed, content, recording, manner);
    }

    private Campaign<T> with(Content<T> changed) {
        return new Campaign<>(title, people, changed, recording, manner);
    }

    private Campaign<T> with(Manner changed) {
        return new Campaign<>(title, people, content, recording, changed);
    }

    private static List<MailAddress> parse(String field, String... addresses) {
        return Stream.of(addresses)
                .map(address -> MailAddress.parse(field, address))
                .toList();
    }
}
