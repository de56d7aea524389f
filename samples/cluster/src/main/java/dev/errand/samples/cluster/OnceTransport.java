package dev.errand.samples.cluster;

import dev.errand.Retry;
import dev.errand.ledger.EntryState;
import dev.errand.ledger.Ledger;
import dev.errand.ledger.LedgerEntry;
import dev.errand.mail.Delivery;
import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailTransport;

/** A way to a mail server that notes in the ledger of a task who has got her mail, and hands over no second one. */
record OnceTransport(MailTransport mail, Ledger ledger) implements MailTransport {

    @Override
    public int maxConnections() {
        return mail.maxConnections();
    }

    @Override
    public Retry reconnect() {
        return mail.reconnect();
    }

    @Override
    public MailConnection open() {
        return new Connection(mail.open(), ledger);
    }

    private record Connection(MailConnection mail, Ledger ledger) implements MailConnection {

        @Override
        public Delivery send(MailMessage message) {
            String email = message.envelope().to().email();
            return ledger.begin(email).map(Connection::asBefore).orElseGet(() -> sendFirst(email, message));
        }

        private static Delivery asBefore(LedgerEntry known) {
            return known.state() == EntryState.DONE
                    ? new Delivery.Accepted(known.note())
                    : new Delivery.InDoubt("its machine died while the mail was on its way");
        }

        private Delivery sendFirst(String email, MailMessage message) {
            Delivery delivery;
            try {
                delivery = mail.send(message);
            } catch (MailServerException | InvalidMailException notSent) {
                ledger.withdraw(email);
                throw notSent;
            }
            switch (delivery) {
                case Delivery.Accepted(String reply) -> ledger.done(email, reply);
                case Delivery.Refused refused -> ledger.withdraw(email);
                case Delivery.InDoubt(String reason) -> ledger.doubt(email, reason);
            }
            return delivery;
        }

        @Override
        public boolean isUsable() {
            return mail.isUsable();
        }

        @Override
        public void close() {
            mail.close();
        }
    }
}
