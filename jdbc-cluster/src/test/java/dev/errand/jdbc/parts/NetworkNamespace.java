package dev.errand.jdbc.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A network with one machine in it, and one cable from there to us, which can be cut: then what is sent on it vanishes, in
 * both directions, and nobody is told.
 *
 * <p>It lasts as long as a process that does nothing else than be in it, and so it does not outlive this JVM. Linux only,
 * and only as root; elsewhere the test is aborted.
 */
public final class NetworkNamespace implements AutoCloseable {

    /** The first bytes of private addresses that hardly anybody uses. */
    private static final byte[] NETWORK = {10, (byte) 213};

    private static final int NETWORKS = 254;
    private static final String CUT = "add table inet errand;"
            + " add chain inet errand into { type filter hook input priority 0; policy drop; };"
            + " add chain inet errand out { type filter hook output priority 0; policy drop; }";
    private static final Path OUTSIDE = Path.of("/proc/self/ns/net");

    private final Path ip = DebianPackage.IPROUTE.require();
    private final Path nft = DebianPackage.NFTABLES.require();
    private final GuardedProcess inhabitant;
    private final Path inside;
    private final int number;

    private NetworkNamespace() throws IOException {
        inhabitant = GuardedProcess.start(new ProcessBuilder("unshare", "--net", "sleep", "infinity"));
        inside = Path.of("/proc/" + inhabitant.pid() + "/ns/net");
        Await.until("a network of its own", ofSeconds(5), () -> !isOutside());
        number = layCable();
        ip("addr", "add", inNetwork(outerAddress()), "dev", cable(number));
        ip("link", "set", cable(number), "up");
        run(within(ip.toString(), "addr", "add", inNetwork(innerAddress()), "dev", "eth0"));
        run(within(ip.toString(), "link", "set", "eth0", "up"));
        run(within(ip.toString(), "link", "set", "lo", "up"));
    }

    /** A new one, reachable. */
    public static NetworkNamespace open() throws IOException {
        boolean root = System.getProperty("user.name").equals("root");
        Assumptions.assumeTrue(root, "only root can make networks, and this is another user: this was not tested");
        return new NetworkNamespace();
    }

    /** Where those inside find us. */
    public InetAddress outerAddress() {
        return address(1);
    }

    /** Where we find those inside. */
    public InetAddress innerAddress() {
        return address(2);
    }

    /** Cuts the cable; returns when nothing gets through any more. */
    public void partition() throws IOException {
        run(within(nft.toString(), CUT));
    }

    /** Mends the cable. TCP then delivers what was sent in the meantime, if both ends are still there. */
    public void heal() throws IOException {
        run(within(nft.toString(), "delete table inet errand"));
    }

    /** The command, to be run inside. */
    List<String> within(String... command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "--net=" + inside));
        whole.addAll(List.of(command));
        return whole;
    }

    /** Removes the cable, and the network with it, unless somebody is left in there. */
    @Override
    public void close() {
        try {
            ip("link", "delete", cable(number));
            inhabitant.kill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOutside() throws IOException {
        return Files.readSymbolicLink(inside).equals(Files.readSymbolicLink(OUTSIDE));
    }

    /** Takes the first network whose cable nobody else has laid. */
    private int layCable() throws IOException {
        for (int free = 1; free < NETWORKS; free++) {
            try {
                ip("link", "add", cable(free), "type", "veth", "peer", "name", "eth0", "netns", "" + inhabitant.pid());
                return free;
            } catch (AssertionError failed) {
                if (!Files.exists(Path.of("/sys/class/net", cable(free)))) {
                    throw failed;
                }
            }
        }
        throw new AssertionError("all networks are taken");
    }

    private InetAddress address(int host) {
        try {
            return InetAddress.getByAddress(new byte[] {NETWORK[0], NETWORK[1], (byte) number, (byte) host});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static String inNetwork(InetAddress address) {
        return address.getHostAddress() + "/24";
    }

    private static String cable(int number) {
        return "errand" + number;
    }

    private void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ip.toString()));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + printed);
        }
    }
}
