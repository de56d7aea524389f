package dev.errand.benchmarks.mail;

/** Sends the mailing of the comparison. */
interface MailSender {

    /**
     * Sends to so many recipients, each of whom must have been sent to.
     *
     * @param port where the sink is
     */
    void send(int port, int connections, int messages) throws Exception;
}
