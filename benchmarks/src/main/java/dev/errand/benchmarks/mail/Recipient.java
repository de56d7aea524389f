package dev.errand.benchmarks.mail;

/** Somebody who gets a message of 4 KB: text and HTML in Czech, with her name, her order and a token of hers in both. */
record Recipient(String email, String name, String order, String token) {

    static final String FROM = "news@shop.example.com";
    static final String FROM_NAME = "Obchod Příklad";

    private static final String PARAGRAPH =
            "<div class=\"b\"><p>Naše nová kolekce přináší lehké materiály a poctivé zpracování.</p></div>\n"
                    .repeat(12);
    private static final String LINES = "Naše nová kolekce přináší lehké materiály a poctivé zpracování.\n".repeat(12);

    static Recipient number(int i) {
        return new Recipient(
                "user" + i + "@example.org", "Jiří Novák " + i, "A" + (100_000 + i), Long.toHexString(i * 0x9E3779B9L));
    }

    String subject() {
        return "Dobrý den, " + name + " – vaše objednávka " + order;
    }

    String html() {
        return "<!DOCTYPE html><html><body><h1>Dobrý den, " + name + "</h1><p>objednávka <b>" + order + "</b></p>"
                + PARAGRAPH + "<p><a href=\"https://shop.example.com/u/" + token
                + "\">Odhlásit odběr</a></p></body></html>";
    }

    String text() {
        return "Dobrý den, " + name + ",\n\nobjednávka " + order + "\n\n" + LINES
                + "\nOdhlásit odběr: https://shop.example.com/u/" + token + "\n";
    }

    String unsubscribe() {
        return "<https://shop.example.com/u/" + token + ">";
    }
}
