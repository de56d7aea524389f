package dev.errand.mail;

import dev.errand.mail.template.MailTemplateException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Recipients of whom the first ones have been looked at: a mistake in a template, which is everybody's, is found before anybody
 * is sent to. Whatever else is wrong with one of them is her own outcome, in her turn.
 */
final class FirstLook<T> implements Iterator<T> {

    private static final int FIRST = 10;

    private final Deque<T> first = new ArrayDeque<>();
    private final Iterator<? extends T> rest;

    private FirstLook(Iterator<? extends T> recipients) {
        this.rest = recipients;
    }

    /**
     * Looks at the first recipients.
     *
     * @throws MailTemplateException if one of them shows that a template is wrong, naming her
     */
    static <T> Iterator<T> at(Iterator<? extends T> recipients, Composer<T> composer) throws InterruptedException {
        FirstLook<T> looked = new FirstLook<>(recipients);
        while (looked.first.size() < FIRST && recipients.hasNext()) {
            T recipient = recipients.next();
            looked.first.add(recipient);
            look(recipient, composer);
        }
        return looked;
    }

    private static <T> void look(T recipient, Composer<T> composer) throws InterruptedException {
        String name = "the first recipients";
        try {
            String email = composer.emailOf(recipient);
            name = OneLine.of(email);
            composer.compose(name, email, recipient);
        } catch (MailTemplateException wrong) {
            throw wrong.forRecipient(name);
        } catch (InterruptedException stop) {
            throw stop;
        } catch (Exception herOwn) {
            // said in her turn
        }
    }

    @Override
    public boolean hasNext() {
        return !first.isEmpty() || rest.hasNext();
    }

    @Override
    public T next() {
        return first.isEmpty() ? rest.next() : first.remove();
    }
}
