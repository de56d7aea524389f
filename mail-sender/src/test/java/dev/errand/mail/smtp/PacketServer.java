package dev.errand.mail.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A mail server that keeps what arrives as it arrives, packet by packet, and answers each with the next of its replies. */
final class PacketServer implements AutoCloseable {

    final List<String> packets = new CopyOnWriteArrayList<>();

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CountDownLatch deaf;
    private final List<String> replies;

    /** @param replies to EHLO, and to each packet from then on */
    PacketServer(String... replies) throws IOException {
        this(0, replies);
    }

    /** One that keeps the connection after its last reply, and takes nothing more from it. */
    static PacketServer readingNoMore(String... replies) throws IOException {
        return new PacketServer(1, replies);
    }

    private PacketServer(int deaf, String... replies) throws IOException {
        this.deaf = new CountDownLatch(deaf);
        this.replies = List.of(replies);
        Thread.startVirtualThread(this::serve);
    }

    SmtpServer server() {
        return SmtpServer.at("127.0.0.1", listener.getLocalPort()).tls(SmtpTls.NONE);
    }

    SocketAddress address() {
        return listener.getLocalSocketAddress();
    }

    private void serve() {
        try (Socket socket = listener.accept();
                InputStream in = socket.getInputStream()) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write("220 packets\r\n".getBytes(ISO_8859_1));
            byte[] packet = new byte[1 << 20];
            for (String reply : replies) {
                int length = in.read(packet);
                if (length < 0) {
                    return;
                }
                packets.add(new String(packet, 0, length, ISO_8859_1));
                socket.getOutputStream().write(reply.replace("\n", "\r\n").getBytes(ISO_8859_1));
            }
            deaf.await();
            in.readAllBytes();
        } catch (IOException gone) {
            // so has the test
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        deaf.countDown();
        listener.close();
    }
}
