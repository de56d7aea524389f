package dev.errand.mail;

/**
 * A part of the message that is made for each recipient: by a lambda, or by any template engine.
 *
 * @param <T> the recipient
 * @param <V> the part
 */
@FunctionalInterface
public interface PerRecipient<T, V> {

    /**
     * Makes the part. Called from several threads at once.
     *
     * @param recipient for whom
     * @return the part
     * @throws Exception to give up this recipient; the others are sent all the same
     */
    V of(T recipient) throws Exception;
}
