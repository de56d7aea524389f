package dev.errand.samples.data;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;

/** People and claims as they come in real life; the same ones at every run. */
public final class SampleData {

    private static final int BATCH = 1_000;

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

    private record ClaimRow(
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

    private record MemberRow(String email, String firstName, String lastName, String token, int signed) {}

    private SampleData() {}

    /**
     * Makes a table of claims and one of members, and fills them.
     *
     * @param connection to a database that has neither; left as it was, with all of it committed
     * @param claims how many
     * @param members how many
     * @throws SQLException if the database refuses
     */
    public static void fill(Connection connection, int claims, int members) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE claim (
                        number VARCHAR(20) PRIMARY KEY, holder VARCHAR(100), branch VARCHAR(40), postcode CHAR(5),
                        amount DECIMAL(12, 2), share DOUBLE PRECISION, filed DATE, changed TIMESTAMP, open BOOLEAN,
                        remarks VARCHAR(32000))
                    """);
            statement.execute("""
                    CREATE TABLE member (
                        id INT PRIMARY KEY, email VARCHAR(200), first_name VARCHAR(50), last_name VARCHAR(50),
                        token VARCHAR(20), signed INT)
                    """);
        }
        SampleData data = new SampleData();
        connection.setAutoCommit(false);
        data.fillClaims(connection, claims);
        data.fillMembers(connection, members);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private void fillClaims(Connection connection, int count) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < count; i++) {
                ClaimRow claim = claim(i);
                insert.setString(1, claim.number());
                insert.setString(2, claim.holder());
                insert.setString(3, claim.branch());
                insert.setString(4, claim.postcode());
                insert.setBigDecimal(5, claim.amount());
                insert.setDouble(6, claim.share());
                insert.setObject(7, claim.filed());
                insert.setObject(8, claim.changed());
                insert.setBoolean(9, claim.open());
                insert.setString(10, claim.remarks());
                addTo(insert, i, count);
            }
        }
    }

    private void fillMembers(Connection connection, int count) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < count; i++) {
                MemberRow member = member(i);
                insert.setInt(1, i);
                insert.setString(2, member.email());
                insert.setString(3, member.firstName());
                insert.setString(4, member.lastName());
                insert.setString(5, member.token());
                insert.setInt(6, member.signed());
                addTo(insert, i, count);
            }
        }
    }

    private static void addTo(PreparedStatement batch, int i, int count) throws SQLException {
        batch.addBatch();
        if ((i + 1) % BATCH == 0 || i + 1 == count) {
            batch.executeBatch();
        }
    }

    private ClaimRow claim(int i) {
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

    private MemberRow member(int i) {
        String token = Long.toHexString(random.nextLong());
        return new MemberRow(email(i), pick(FIRST_NAMES), pick(LAST_NAMES), token, 2019 + random.nextInt(7));
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
