package dev.errand.mail;

import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.TaskSnapshot;
import dev.errand.notice.Quiet;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.TaskNotifier;
import dev.errand.notice.UndeliveredException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes to owners whose tasks have ended while they were away: those that took longer than two minutes, and whose end nobody
 * watched or has seen since. More than five mails in ten minutes become one.
 *
 * <p>The mail says what, how it ended, how many units were done and have failed, where to look, and until when its files are
 * kept. The title of the task, which may name people, is in the text and never in the subject; no file goes with it. A campaign
 * is one task, so it is one mail, whomever it was sent to.
 *
 * <p>Each is sent at most once: that it begins is written down before. If the process dies, or the server breaks off, before the
 * server has answered, it is in doubt, which is logged; it is not sent again. What was certainly not sent is tried again.
 *
 * <p>Immutable. May be used from any thread.
 */
public final class MailNotifier implements TaskNotifier {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** What may be set. */
    private record Settings(
            MailTransport transport,
            MailAddress from,
            Function<Owner, Optional<String>> addresses,
            Function<TaskSnapshot, Optional<URI>> links,
            Duration longerThan) {}

    private final Settings settings;

    private MailNotifier(Settings settings) {
        this.settings = settings;
    }

    /**
     * Writes through a server.
     *
     * @param transport takes the mails
     * @param from who writes: {@code claims@example.org} or {@code Claims <claims@example.org>}
     * @param addresses where to reach an owner; empty for nowhere. Asked on a virtual thread, and may block
     * @return a notifier whose mails have no link
     * @throws InvalidMailException if the sender's address is malformed
     */
    public static MailNotifier through(
            MailTransport transport, String from, Function<Owner, Optional<String>> addresses) {
        return new MailNotifier(
                new Settings(transport, MailAddress.parse("from", from), addresses, task -> Optional.empty(), LONG));
    }

    /**
     * With a link to each task.
     *
     * @param links where a person looks at a task; empty for nowhere
     * @return a changed copy
     */
    public MailNotifier linking(Function<TaskSnapshot, Optional<URI>> links) {
        Settings s = settings;
        return new MailNotifier(new Settings(s.transport, s.from, s.addresses, links, s.longerThan));
    }

    /**
     * With another limit to what is worth a mail.
     *
     * @param took what a task must take longer than; two minutes by default
     * @return a changed copy
     * @throws InvalidInputException if it is negative
     */
    public MailNotifier longerThan(Duration took) {
        if (took.isNegative()) {
            throw new InvalidInputException("longer than", took, "be zero or more");
        }
        Settings s = settings;
        return new MailNotifier(new Settings(s.transport, s.from, s.addresses, s.links, took));
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "mail";
    }

    /** {@inheritDoc} */
    @Override
    public boolean wants(TaskNotice notice) {
        return !notice.watched()
                && !notice.task().status().seen()
                && notice.took().compareTo(settings.longerThan) > 0;
    }

    /** {@inheritDoc} */
    @Override
    public boolean isRepeatable() {
        return false;
    }

    /** {@inheritDoc} */
    @Override
    public Optional<Quiet> quiet() {
        return Optional.of(Quiet.DEFAULT);
    }

    /** {@inheritDoc} */
    @Override
    public void deliver(List<TaskNotice> notices) {
        Owner owner = notices.getFirst().task().owner();
        Optional<String> address = addressOf(owner);
        if (address.isEmpty()) {
            return;
        }
        MailMessage message = message(address.get(), notices);
        try (MailConnection connection = settings.transport.open()) {
            require(connection.send(message));
        } catch (MailServerException e) {
            throw UndeliveredException.now(String.valueOf(e.getMessage()), e);
        } catch (InvalidMailException e) {
            throw UndeliveredException.ever(String.valueOf(e.getMessage()));
        }
    }

    /** Nothing was sent where that cannot be told. */
    private Optional<String> addressOf(Owner owner) {
        try {
            return settings.addresses.apply(owner);
        } catch (RuntimeException e) {
            throw UndeliveredException.now("the address of the owner cannot be looked up: " + e, e);
        }
    }

    private MailMessage message(String address, List<TaskNotice> notices) {
        try {
            NoticeText text = new NoticeText(notices, settings.links);
            return new MailMessage(
                    new MailMessage.Envelope(
                            settings.from, MailAddress.parse("address", address), List.of(), messageId(notices)),
                    text.subject(),
                    text.text(),
                    "",
                    Map.of("Auto-Submitted", "auto-generated"),
                    List.of());
        } catch (InvalidMailException e) {
            throw UndeliveredException.ever(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw UndeliveredException.now("the notice cannot be written: " + e, e); // such as its link
        }
    }

    /** The same whenever the same news are written, in whatever process. */
    private String messageId(List<TaskNotice> notices) {
        String email = settings.from.email();
        String together = notices.size() == 1 ? "" : "-" + notices.size();
        return "notice-" + notices.getLast().id() + together + email.substring(email.lastIndexOf('@'));
    }

    private static void require(Delivery delivery) {
        switch (delivery) {
            case Delivery.Accepted accepted -> {}
            case Delivery.Refused refused
            when refused.temporary() ->
                throw UndeliveredException.now(refused.reply().toString(), null);
            case Delivery.Refused refused ->
                throw UndeliveredException.ever(refused.reply().toString());
            case Delivery.InDoubt(String reason) ->
                throw new IllegalStateException("the server broke off before it answered: " + reason);
        }
    }
}
