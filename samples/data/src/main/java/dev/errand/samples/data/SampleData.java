package dev.errand.samples.claims;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;

/** People and claims as they come in real life; the same ones at every run. */
final class SampleData {

    private static final List<String> FIRST_NAMES = List.of(
            "Žofie", "Jiří", "Zoë", "Seán", "Anaïs", "Łukasz", "Björn", "Ewa", "D'Arcy", "Ingrid", "José", "Noémie",
            "Øystein", "Åsa", "Müge", "Ștefan", "Ana", "John", "美咲", "Олена");
    private static final List<String> LAST_NAMES = List.of(
            "O'Brien",
            "Nováková",
            "D’Angelo",
            "Müller",
            "Šťastný",
            "Żółć",
            "García-Márquez",
            "Sørensen",
            "Smith",
            "L'Écuyer",
            "van der Berg",
            "Ðorđević",
            "Brown & Sons",
            "Þórsdóttir",
            "Ionescu",
            "Kovács",
            "佐藤",
            "Шевченко",
            "N'Golo",
            "O’Neill");
    private static final List<String> BRANCHES = List.of(
            "Berlin",
            "Brno",
            "Dublin",
            "Gdańsk",
            "Göteborg",
            "København",
            "Lisboa",
            "London",
            "Málaga",
            "Praha",
            "Reykjavík",
            "Zürich");
    private static final List<String> REMARKS = List.of(
            "Water damage in the cellar, pumps ran for two days.",
            "Hail; roof, two windows & the greenhouse. Photos <attached>.",
            "=cmd|' /C calc'!A0 was typed into the form by somebody.",
            "Rear-end collision at the lights.\nThe other driver admits it.\nPolice report follows.",
            "Bicycle stolen from the yard; lock cut through – receipt for 1 249,00 € is missing.",
            "Broken leg on an icy pavement, \"gross negligence\" claimed by counsel.",
            "žádné poznámky",
            "備考なし",
            "",
            "+420 800 123 456 – call back after 16:00");

    private final Random random = new Random(20_261_122);

    record ClaimRow(
            String number,
            String holder,
            String branch,
            String postcode,
            BigDecimal amount,
            double share,
            LocalDate filed,
            LocalDateTime changed,
            boolean open,
            String remarks) {}

    record MemberRow(Member member, int signed) {}

    ClaimRow claim(int i) {
        LocalDate filed = LocalDate.of(2019, 1, 1).plusDays(random.nextInt(2_882));
        return new ClaimRow(
                String.format("C-%d-%06d", filed.getYear(), i + 1),
                pick(FIRST_NAMES) + " " + pick(LAST_NAMES),
                BRANCHES.get(i % BRANCHES.size()),
                String.format("%05d", random.nextInt(100_000)),
                BigDecimal.valueOf(random.nextLong(-50_000, 9_999_999), 2),
                random.nextInt(1_001) / 1_000.0,
                filed,
                filed.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60))
                        .plusDays(random.nextInt(90)),
                random.nextInt(4) == 0,
                i % 500 == 499 ? pick(REMARKS).repeat(60) : pick(REMARKS));
    }

    MemberRow member(int i) {
        String token = Long.toHexString(random.nextLong());
        return new MemberRow(
                new Member(email(i), pick(FIRST_NAMES), pick(LAST_NAMES), token), 2019 + random.nextInt(7));
    }

    /** A few were typed wrong by somebody, and a few belong to mailboxes that are gone. */
    private static String email(int i) {
        return switch (i % 2_000) {
            case 137 -> "member" + i + "(at)example.org";
            case 503 -> "member" + i + "@@example.org";
            case 871 -> "member " + i + "@example.org";
            case 1_204 -> "zoë.l'écuyer" + i + "@example.org";
            case 1_733 -> "member" + i + "@" + MailServer.CLOSED_DOMAIN;
            default -> "member" + i + "@example.org";
        };
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
