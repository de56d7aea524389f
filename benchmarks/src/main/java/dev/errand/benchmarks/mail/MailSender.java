package dev.errand.benchmarks.mail;

import java.time.Duration;

/** Sends the mailing of the comparison. */
interface MailSender {

    /**
     * Sends to so many recipients, each of whom must have been sent to.
     *
     * @param port where the sink is
     * @return what was computed by other processes for that
     */
    Duration send(int port, int connections, int messages) throws Exception;
}
