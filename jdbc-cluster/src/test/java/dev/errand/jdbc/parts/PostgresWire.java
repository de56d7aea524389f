package dev.errand.jdbc.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PostgreSQL's protocol 3, simple and extended, without encryption; see "Message Formats" in its manual.
 *
 * <p>A driver prepares a statement once, {@code COMMIT} too, and from then on sends its name only. So names are remembered.
 */
final class PostgresWire implements WireProtocol {

    private static final int ENCRYPTION_BY_SSL = 80877103;
    private static final int ENCRYPTION_BY_GSS = 80877104;
    private static final int LENGTH = Integer.BYTES;

    private final Map<String, String> statements = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private boolean inTransaction;

    /** Questions whether to encrypt, each of which is answered by one bare byte. */
    private final AtomicInteger questions = new AtomicInteger();

    private boolean introduced;

    @Override
    public Request fromClient(DataInputStream client) throws IOException {
        return introduced ? message(client) : introduction(client);
    }

    @Override
    public Reply fromServer(DataInputStream server) throws IOException {
        byte type = server.readByte();
        if (questions.get() > 0) {
            questions.decrementAndGet();
            return new Reply(ByteBuffer.wrap(new byte[] {type}), true);
        }
        return new Reply(rest(server, type), type == 'Z');
    }

    private Request introduction(DataInputStream client) throws IOException {
        int length = client.readInt();
        byte[] bytes = new byte[length];
        ByteBuffer message = ByteBuffer.wrap(bytes).putInt(length);
        client.readFully(bytes, LENGTH, length - LENGTH);
        int code = message.getInt();
        if (code == ENCRYPTION_BY_SSL || code == ENCRYPTION_BY_GSS) {
            questions.incrementAndGet();
        } else {
            introduced = true;
        }
        return new Request(message, Optional.empty());
    }

    private Request message(DataInputStream client) throws IOException {
        byte type = client.readByte();
        ByteBuffer message = rest(client, type);
        ByteBuffer content = message.slice(1 + LENGTH, message.capacity() - 1 - LENGTH);
        return new Request(message, executed(type, content));
    }

    private Optional<String> executed(byte type, ByteBuffer content) {
        return switch (type) {
            case 'Q' -> Optional.of(text(content));
            case 'P' -> {
                statements.put(text(content), text(content));
                yield Optional.empty();
            }
            case 'B' -> {
                portals.put(text(content), statements.getOrDefault(text(content), ""));
                yield Optional.empty();
            }
            case 'E' -> Optional.of(committing(portals.getOrDefault(text(content), "")));
            default -> Optional.empty();
        };
    }

    /** A change outside of a transaction is committed with its statement. */
    private String committing(String sql) {
        if (sql.startsWith("BEGIN") || sql.startsWith("COMMIT") || sql.startsWith("ROLLBACK")) {
            inTransaction = sql.startsWith("BEGIN");
            return sql;
        }
        boolean changes = sql.startsWith("INSERT") || sql.startsWith("UPDATE") || sql.startsWith("DELETE");
        return changes && !inTransaction ? COMMITS_BY_ITSELF + sql : sql;
    }

    /** The whole message whose first byte has been read. */
    private static ByteBuffer rest(DataInputStream in, byte type) throws IOException {
        int length = in.readInt();
        ByteBuffer message = ByteBuffer.allocate(1 + length).put(type).putInt(length);
        in.readFully(message.array(), 1 + LENGTH, length - LENGTH);
        return message;
    }

    private static String text(ByteBuffer content) {
        int start = content.position();
        int length = 0;
        while (content.get() != 0) {
            length++;
        }
        return new String(content.array(), content.arrayOffset() + start, length, UTF_8);
    }
}
