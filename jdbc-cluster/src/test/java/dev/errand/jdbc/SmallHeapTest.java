package dev.errand.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.parts.ChildProcess;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much memory a campaign takes does not depend on how many recipients it has, but for 16 bytes of each address, by which
 * duplicates are known. A million of them in 64 MiB with {@code -Derrand.long=true}; otherwise fewer in less.
 */
@Timeout(3_600)
class SmallHeapTest {

    private static final Logger LOG = LoggerFactory.getLogger(SmallHeapTest.class);
    private static final boolean LONG = Boolean.getBoolean("errand.long");
    private static final int MEMBERS = LONG ? 1_000_000 : 20_000;
    private static final String HEAP = LONG ? "-Xmx64m" : "-Xmx24m";

    @Test
    void sendsToEverybodyOnce() throws Exception {
        try (TestDatabase database = DatabaseKind.SQLITE.fresh();
                MailSink sink = new MailSink();
                ChildProcess child = ChildProcess.of(SmallHeapChild.class)
                        .with(HEAP, "-XX:+ExitOnOutOfMemoryError")
                        .start(database.url(), "" + sink.port(), "" + MEMBERS)) {
            String line = child.awaitLine(
                    printed -> printed.startsWith("sent") || printed.startsWith("failed"), Duration.ofHours(1));

            LOG.info("{}", line);
            assertThat(line).startsWith("sent " + MEMBERS + " ");
            assertThat(sink.messages()).isEqualTo(MEMBERS);
            assertThat(sink.members()).isEqualTo(MEMBERS);
        }
    }
}
