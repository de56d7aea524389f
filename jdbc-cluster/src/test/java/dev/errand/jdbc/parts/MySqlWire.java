package dev.errand.jdbc.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The protocol of MariaDB and MySQL, without encryption and compression; see "Client/Server Protocol" in its manual. Of
 * statements prepared on the server it knows that they are executed, but not their text, and a driver prepares there only if
 * it is told to.
 */
final class MySqlWire implements WireProtocol {

    private static final int HEADER = 4;
    private static final byte QUERY = 0x03;
    private static final byte EXECUTE_PREPARED = 0x17;

    @Override
    public Request fromClient(DataInputStream client) throws IOException {
        byte[] packet = packet(client);
        return new Request(ByteBuffer.wrap(packet), isCommand(packet) ? statement(packet) : Optional.empty());
    }

    /** The first packet of a reply is enough: it is not sent before the statement has been executed. */
    @Override
    public Reply fromServer(DataInputStream server) throws IOException {
        return new Reply(ByteBuffer.wrap(packet(server)), true);
    }

    /** A conversation begins with number 0; what goes on has higher ones, the login too. */
    private static boolean isCommand(byte[] packet) {
        return packet[3] == 0 && packet.length > HEADER;
    }

    private static Optional<String> statement(byte[] packet) {
        return switch (packet[HEADER]) {
            case QUERY -> Optional.of(text(packet));
            case EXECUTE_PREPARED -> Optional.of("");
            default -> Optional.empty();
        };
    }

    /** A client of MySQL may say before it how many attributes it has: none, in one set. */
    private static String text(byte[] packet) {
        int from = packet.length > HEADER + 1 && packet[HEADER + 1] == 0 ? HEADER + 3 : HEADER + 1;
        return new String(packet, from, packet.length - from, UTF_8);
    }

    private static byte[] packet(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        in.readFully(header);
        int length = (header[0] & 0xff) | (header[1] & 0xff) << 8 | (header[2] & 0xff) << 16;
        byte[] packet = new byte[HEADER + length];
        System.arraycopy(header, 0, packet, 0, HEADER);
        in.readFully(packet, HEADER, length);
        return packet;
    }
}
