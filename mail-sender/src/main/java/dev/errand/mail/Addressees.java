package dev.errand.mail;

import dev.errand.progress.FailedItem;
import java.util.HashMap;
import java.util.Map;

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

    Addressee<T> name(T recipient) {
        lookedAt++;
        String name = nameOf(recipient);
        long hash = named.of(Mailboxes.normal(name));
        int which = named.add(hash) ? 1 : repeated.merge(hash, 2, (before, two) -> before + 1);
        String line = OneLine.of(which == 1 ? name : name.strip() + " (" + which + ")");
        return new Addressee<>(recipient, name, new FailedItem(line, "").key(), which > 1);
    }

    /** Whatever is wrong with her address, her sender says so. */
    private String nameOf(T recipient) {
        String number = "recipient " + lookedAt;
        try {
            String email = composer.emailOf(recipient);
            return OneLine.of(email).isEmpty() ? number : email;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return number;
        } catch (Throwable unfit) {
            return number;
        }
    }
}
