package dev.errand.mail.bounce;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The beginning of a mail that somebody else writes, who is stopped when there is enough. */
final class FirstBytes extends OutputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final int most;

    private FirstBytes(int most) {
        this.most = most;
    }

    static byte[] of(Message mail, int most) throws MessagingException, IOException {
        FirstBytes first = new FirstBytes(most);
        try {
            mail.writeTo(first);
        } catch (IOException | MessagingException e) {
            if (first.bytes.size() < most) {
                throw e;
            }
        }
        return first.bytes.toByteArray();
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] more, int from, int length) throws IOException {
        int room = most - bytes.size();
        bytes.write(more, from, Math.min(length, room));
        if (length >= room) {
            throw new IOException("enough");
        }
    }
}
