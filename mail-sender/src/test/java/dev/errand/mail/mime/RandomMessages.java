package dev.errand.mail.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.mail.MailAddress;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.MailMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Messages with whatever is hard to write, each seed always the same one. */
final class RandomMessages {

    private static final String[] WORDS = {
        "a",
        "claims",
        "žluťoučký",
        "kůň",
        "日本語の件名",
        "漢字",
        "👩‍👩‍👧‍👦",
        "🎉",
        "=",
        "=3D",
        "_",
        "?",
        "?=",
        "From ",
        "From",
        "e\u0301",
        "\"quoted\"",
        "back\\slash",
        "(comment)",
        "a@b",
        "<i>",
        "&amp;",
        ",",
        ";",
        ":",
        "--=_mixed",
        "--=_alternative--",
        "--",
        "x".repeat(80),
        "ř".repeat(60),
        "\u00a0",
        "\u2026",
        "%",
        "'",
        "\uffff",
        "~",
        "!"
    };
    private static final String[] BREAKS = {
        "\n",
        "\r\n",
        "\r",
        "\n.\n",
        "\r\n.\r\n",
        "\r.\r",
        "\n..",
        "\n.",
        " \n",
        "\t\n",
        "\n\n",
        "\nFrom ",
        " ",
        "  ",
        "\t"
    };

    private final Random random;

    RandomMessages(long seed) {
        this.random = new Random(seed);
    }

    MailMessage next() {
        String html = random.nextInt(4) == 0 ? "" : text();
        return new MailMessage(
                new MailMessage.Envelope(
                        address(),
                        address(),
                        random.nextBoolean() ? List.of() : List.of(address(), address()),
                        "id-1@example.org"),
                line(900),
                text(),
                html,
                headers(),
                attachments(!html.isEmpty()));
    }

    private MailAddress address() {
        String email = "user" + random.nextInt(1_000) + "@"
                + (random.nextBoolean() ? "example.org" : "a".repeat(60) + ".example");
        return new MailAddress(email, random.nextInt(3) == 0 ? "" : line(200).strip());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.put("X-" + "n".repeat(random.nextInt(74)), line(900).strip());
        }
        return headers;
    }

    private List<MailAttachment> attachments(boolean shown) {
        List<MailAttachment> attachments = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            byte[] content = new byte[random.nextInt(500)];
            random.nextBytes(content);
            MailAttachment file = new MailAttachment(fileName(), "application/pdf", content);
            attachments.add(shown && random.nextBoolean() ? file.inline("id-" + i + "@example.org") : file);
        }
        return attachments;
    }

    private String fileName() {
        String name = line(250).strip();
        while (name.getBytes(UTF_8).length > 255 || name.isBlank()) {
            name = name.isBlank() ? "a" : line(100).strip();
        }
        return name;
    }

    /** One line, without what would be refused. */
    private String line(int longest) {
        StringBuilder line = new StringBuilder();
        boolean ascii = random.nextInt(3) == 0;
        for (int i = random.nextInt(20); i >= 0; i--) {
            String word = WORDS[random.nextInt(WORDS.length)];
            if (!ascii || Fields.isAscii(word)) {
                line.append(word).append(random.nextInt(3) == 0 ? "" : random.nextInt(9) == 0 ? "  " : " ");
            }
        }
        String text = line.toString().replace("=?", "= ?").strip();
        int end = Math.min(longest, text.length());
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                .strip();
    }

    private String text() {
        StringBuilder text = new StringBuilder(random.nextInt(5) == 0 ? "." : "");
        int kind = random.nextInt(3);
        for (int i = random.nextInt(60); i >= 0; i--) {
            String word = WORDS[random.nextInt(WORDS.length)];
            if (kind == 0 ? Fields.isAscii(word) && word.length() < 60 : kind == 1 || !Fields.isAscii(word)) {
                text.append(word);
            }
            text.append(BREAKS[random.nextInt(BREAKS.length)]);
        }
        return text.toString();
    }
}
