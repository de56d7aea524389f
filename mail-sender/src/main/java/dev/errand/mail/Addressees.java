package dev.errand.mail;

import dev.errand.progress.FailedItem;
import java.util.HashMap;
import java.util.Map;

/**
 * Names the recipients, in their order. Used by the thread of the task only.
 *
 * <p>A later attempt knows a recipient again by her address: a place in the list is another one as soon as somebody joins or
 * leaves. Several recipients may have one address, and each of them gets a message; they are numbered.
 */
final class Addressees<T> {

    private final Composer<T> composer;
    private final Map<String, Integer> named = new HashMap<>();
    private int lookedAt;

    Addressees(Composer<T> composer) {
        this.composer = composer;
    }

    Addressee<T> name(T recipient) {
        lookedAt++;
        String name = nameOf(recipient);
        int which = named.merge(name.strip(), 1, Integer::sum);
        String line = OneLine.of(which == 1 ? name : name.strip() + " (" + which + ")");
        return new Addressee<>(recipient, name, new FailedItem(line, "").key());
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
