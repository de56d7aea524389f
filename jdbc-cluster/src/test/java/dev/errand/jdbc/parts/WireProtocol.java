package dev.errand.jdbc.parts;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a proxy understands of what a client and a server say to each other. One object for each connection; one thread calls
 * each of the two methods.
 */
interface WireProtocol {

    /** What is put before a change outside of a transaction, where the protocol tells: it is committed with its statement. */
    String COMMITS_BY_ITSELF = "COMMIT OF ";

    /**
     * A message of the client.
     *
     * @param bytes all of it, in an array
     * @param statement the SQL that it has the server execute, if it does
     */
    record Request(ByteBuffer bytes, Optional<String> statement) {}

    /**
     * A message of the server.
     *
     * @param bytes all of it, in an array
     * @param last whether the server has now done what it was asked to do
     */
    record Reply(ByteBuffer bytes, boolean last) {}

    /**
     * Blocks until the client has sent a whole message.
     *
     * @throws java.io.EOFException if it has hung up
     */
    Request fromClient(DataInputStream client) throws IOException;

    /**
     * Blocks until the server has sent a whole message.
     *
     * @throws java.io.EOFException if it has hung up
     */
    Reply fromServer(DataInputStream server) throws IOException;
}
