package dev.errand.mail.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.errand.mail.InvalidMailException;
import dev.errand.mail.MailAddress;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A message is refused, or what leaves are lines of ASCII (but for addresses that are not) that end with CRLF, none begins with a
 * dot, and its head has the fields that were asked for, once each, and no other.
 */
public final class MessagesFuzz {

    private static final Set<String> OURS =
            Set.of("date", "from", "to", "reply-to", "subject", "message-id", "mime-version");
    private static final Set<String> OF_THE_BODY = Set.of("content-type", "content-transfer-encoding");
    private static final int LONGEST_LINE = 998;
    private static final int LONGEST = 600;

    private MessagesFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
        MailMessage message;
        try {
            message = message(data);
        } catch (InvalidMailException refused) {
            return;
        }
        MessageWriter writer = new MessageWriter();
        try {
            writer.write(message);
        } catch (InvalidMailException refused) {
            return;
        }
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        writer.writeTo(wire);
        require(wire.size() == writer.size(), "another size than it says");
        requireLines(wire.toByteArray(), message);
        requireHead(wire.toString(US_ASCII), message);
    }

    private static MailMessage message(FuzzedDataProvider data) {
        MailAddress from = new MailAddress("a@example.org", any("", data));
        MailAddress to = data.consumeBoolean()
                ? new MailAddress(any("b@example.org", data), "")
                : MailAddress.parse("to", any("Bea <b@example.org>", data));
        List<MailAttachment> files = new ArrayList<>();
        if (data.consumeBoolean()) {
            files.add(new MailAttachment(any("a.txt", data), any("text/plain", data), data.consumeBytes(LONGEST)));
        }
        return new MailMessage(
                new MailMessage.Envelope(
                        from, to, data.consumeBoolean() ? List.of(from, to) : List.of(), any("1@example.org", data)),
                any("Subject", data),
                any("Text", data),
                any("", data),
                Map.of(any("X-Campaign", data), any("1", data)),
                files);
    }

    /** Now and then whatever comes: were it always so, hardly a message would have nothing that is refused. */
    private static String any(String otherwise, FuzzedDataProvider data) {
        return data.consumeBoolean() ? otherwise : data.consumeString(LONGEST);
    }

    private static void requireLines(byte[] wire, MailMessage message) {
        boolean ascii = !message.envelope().to().needsSmtpUtf8();
        int start = 0;
        for (int i = 0; i < wire.length; i++) {
            byte b = wire[i];
            require(b > 0 || (b < 0 && !ascii), "a byte that is not ASCII, or zero");
            require(b != '\r' || (i + 1 < wire.length && wire[i + 1] == '\n'), "a CR by itself");
            require(i != start || b != '.', "a line that begins with a dot");
            if (b == '\n') {
                require(i > 0 && wire[i - 1] == '\r', "an LF by itself");
                require(i - 1 - start <= LONGEST_LINE, "a line of more than 998 characters");
                start = i + 1;
            }
        }
        require(start == wire.length, "a last line without an end");
    }

    private static void requireHead(String wire, MailMessage message) {
        String head = wire.substring(0, wire.indexOf("\r\n\r\n"));
        List<String> names = head.replaceAll("\r\n[ \t]", " ")
                .lines()
                .map(line -> line.substring(0, Math.max(0, line.indexOf(':'))).toLowerCase(Locale.ROOT))
                .toList();
        Set<String> asked = message.headers().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (String name : names) {
            require(
                    OURS.contains(name) || OF_THE_BODY.contains(name) || asked.contains(name),
                    "a field that nobody asked for: " + name);
        }
        require(names.stream().distinct().count() == names.size(), "a field twice: " + names);
        require(names.containsAll(asked), "a field is missing: " + names);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
