package dev.errand.samples.cluster;

import java.time.Duration;
import java.util.List;

/**
 * Where a process finds what it needs; it is told by its arguments.
 *
 * @param database the URL of the database
 * @param mailPort the port of the mail server
 * @param bankPort the port of the bank
 * @param lease for how long a process that does not answer is waited for
 */
record Places(String database, int mailPort, int bankPort, Duration lease) {

    static Places of(String... arguments) {
        return new Places(
                arguments[0],
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Duration.parse(arguments[3]));
    }

    List<String> arguments() {
        return List.of(database, "" + mailPort, "" + bankPort, lease.toString());
    }
}
