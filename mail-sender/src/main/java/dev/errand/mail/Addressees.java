package dev.errand.mail;

import dev.errand.progress.FailedItem;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names the recipients, in their order. Used by the thread of the task only.
 *
 * <p>A later attempt knows a recipient again by her address: a place in the list is another one as soon as somebody joins or
 * leaves. Several recipients may have one address; they are numbered. Of a million addresses that differ, it keeps 16 MiB.
 */
final class Addressees<T> {

    private final Composer<T> composer;
    private final Hashes named = new Hashes();
    private final Map<Long, Integer> repeated = new HashMap<>();
    private int lookedAt;

    Addressees(Composer<T> composer) {
        this.composer = composer;
    }

    /** Her address is asked for here, and nowhere else: whoever is looked up is whoever is written to. */
    Addressee<T> name(T recipient) {
        lookedAt++;
        try {
            String email = composer.emailOf(recipient);
            return OneLine.of(email).isEmpty()
                    ? unfit(recipient, fault(email))
                    : named(recipient, email, Optional.empty());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return unfit(recipient, stop);
        } catch (Throwable unfit) {
            return unfit(recipient, unfit);
        }
    }

    private static Throwable fault(String blank) {
        return new InvalidMailException("address", blank, "have a name, an @ and a domain");
    }

    private Addressee<T> unfit(T recipient, Throwable why) {
        return named(recipient, "recipient " + lookedAt, Optional.of(why));
    }

    private Addressee<T> named(T recipient, String name, Optional<Throwable> unfit) {
        String mailbox = Mailboxes.normal(name);
        long hash = named.of(mailbox);
        int which = named.add(hash) ? 1 : repeated.merge(hash, 2, (before, two) -> before + 1);
        String line = OneLine.of(which == 1 ? mailbox : mailbox + " (" + which + ")");
        return new Addressee<>(recipient, name, FailedItem.keyOf(line), which > 1, unfit);
    }
}
