package dev.errand.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlineTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    /** A read that no deadline ends is a failure, which an interrupt does not end either. */
    private static final Duration HANGS = Duration.ofSeconds(30);

    private final ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort());
    private final Deadline deadline = new Deadline(socket, SHORT);

    DeadlineTest() throws IOException {
        socket.setSoTimeout(Math.toIntExact(HANGS.toMillis()));
    }

    @AfterEach
    void closesEverything() throws IOException {
        deadline.clear();
        socket.close();
        silent.close();
    }

    @Test
    void endsARead() {
        deadline.start(SHORT);

        assertEnds();
    }

    @Test
    void isTheSoonerOfTwo() {
        deadline.start(LONG);
        long before = deadline.startSooner(SHORT);

        assertEnds();
        assertThat(before).isGreaterThan(SHORT.toNanos());
    }

    @Test
    void isNotPutOffByAnInnerOne() {
        deadline.start(SHORT);
        deadline.set(deadline.startSooner(LONG));

        assertEnds();
    }

    @Test
    void isKeptAlsoIfItIsSetAgainWhenNobodyWaits() throws Exception {
        deadline.start(LONG);
        deadline.clear();
        awaitAnother();
        deadline.start(SHORT);

        assertEnds();
    }

    @Test
    void leavesAloneWhatIsInTime() throws Exception {
        deadline.start(LONG);
        awaitAnother();
        deadline.clear();

        assertThat(deadline.isOver()).isFalse();
        assertThat(socket.isClosed()).isFalse();
    }

    private void assertEnds() {
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(deadline.isOver()).isTrue();
    }

    /** As long as a short one takes, so that this one has been looked at. */
    private void awaitAnother() throws IOException {
        try (Socket other = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
            other.setSoTimeout(Math.toIntExact(HANGS.toMillis()));
            Deadline another = new Deadline(other, SHORT);
            another.start(SHORT.multipliedBy(3));
            assertThatThrownBy(() -> other.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThat(another.isOver()).isTrue();
        }
    }
}
