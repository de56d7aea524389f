package dev.errand.samples.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** What the workers work with, and what outlives them: the database, the bank and the mail server. */
final class Surroundings implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final BankServer bank;
    private final MailServer mail;
    private final ClaimsDatabase database;

    Surroundings(Path directory, int claims, int members) throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on") // it would not be, as that of tests
                .setServerConfig("synchronous_commit", "on")
                .start();
        bank = new BankServer();
        mail = new MailServer(members / 2);
        database = new ClaimsDatabase(url());
        database.fill(claims, members);
    }

    private String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }

    BankServer bank() {
        return bank;
    }

    MailServer mail() {
        return mail;
    }

    ClaimsDatabase database() {
        return database;
    }

    /** Where all that is, for other processes. */
    Places places(Duration lease) {
        return new Places(url(), mail.port(), bank.port(), lease);
    }

    @Override
    public void close() throws IOException {
        database.close();
        mail.close();
        bank.close();
        postgres.close();
    }
}
