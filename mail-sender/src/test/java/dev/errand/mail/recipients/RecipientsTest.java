package dev.errand.mail.recipients;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipientsTest {

    private record Member(String email, String name) {}

    private final List<BadLine> bad = new ArrayList<>();

    @TempDir
    private Path directory;

    private Path file(String content, java.nio.charset.Charset charset) throws IOException {
        return Files.write(directory.resolve("members.csv"), content.getBytes(charset));
    }

    private List<Member> read(CsvFile file) throws IOException {
        try (Stream<Member> members =
                file.stream(row -> new Member(row.required("E-Mail"), row.text("name")), bad::add)) {
            return members.toList();
        }
    }

    @Test
    void readsLinesByTheNamesOfTheirColumns() throws Exception {
        Path path = file(
                "name,e-mail\r\n\"Nováková, \"\"Žofie\"\"\", zofie@example.org \r\n\r\n\"two\r\nlines\",a@example.org\r\n",
                UTF_8);

        assertThat(read(CsvFile.at(path)))
                .containsExactly(
                        new Member("zofie@example.org", "Nováková, \"Žofie\""),
                        new Member("a@example.org", "two\r\nlines"));
        assertThat(bad).isEmpty();
    }

    @Test
    void knowsByteOrderMarksEncodingsAndSeparators() throws Exception {
        List<Member> expected = List.of(new Member("z@example.org", "Žofie"));

        assertThat(read(CsvFile.at(file("\ufeffe-mail,name\nz@example.org,Žofie\n", UTF_8))))
                .isEqualTo(expected);
        assertThat(read(CsvFile.at(file("\ufeffe-mail;name\nz@example.org;Žofie\n", UTF_16LE))
                        .separator(';')))
                .isEqualTo(expected);
        assertThat(read(CsvFile.at(file("e-mail\tname\nz@example.org\tJosé\n", ISO_8859_1))
                        .charset(ISO_8859_1)
                        .separator('\t')))
                .containsExactly(new Member("z@example.org", "José"));
        assertThat(bad).isEmpty();
    }

    @Test
    void tellsOfBadLinesByTheirNumbersAndGoesOn() throws Exception {
        byte[] good = "e-mail,name\na@example.org,Ana\nb@example.org\n,Bea\nc@example.org,Cy,more\n".getBytes(UTF_8);
        byte[] foreign = "d@example.org,Jos\u00e9\n".getBytes(ISO_8859_1);
        byte[] last = "\"e@example.org\",\"E\nva\"\nf@example.org,\n".getBytes(UTF_8);
        Path path = directory.resolve("members.csv");
        Files.write(path, good);
        Files.write(path, foreign, java.nio.file.StandardOpenOption.APPEND);
        Files.write(path, last, java.nio.file.StandardOpenOption.APPEND);

        assertThat(read(CsvFile.at(path)))
                .extracting(Member::email)
                .containsExactly("a@example.org", "e@example.org", "f@example.org");
        assertThat(bad)
                .extracting(BadLine::toString)
                .containsExactly(
                        "line 3: has 1 fields, but the file 2 columns",
                        "line 4: column E-Mail must not be empty",
                        "line 5: has 3 fields, but the file 2 columns",
                        "line 6: has bytes that are no characters in the encoding of the file");
    }

    @Test
    void refusesAFileWithoutTheColumn() throws Exception {
        CsvFile file = CsvFile.at(file("mail,name\na@example.org,Ana\n", UTF_8));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> read(file))
                .withMessage("column is \"E-Mail\", but must be one of those of the file: mail, name");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> read(CsvFile.at(directory.resolve("nothing.csv"))));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> file.separator('"'));
    }

    @Test
    void streamsTheRowsOfAQueryAndGivesTheConnectionBack() throws Exception {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:recipients", "sa", "");
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE member AS SELECT x AS id, 'm' || x || '@example.org' AS email"
                    + " FROM SYSTEM_RANGE(1, 5000)");
        }
        String query = "SELECT email FROM member WHERE id > ? ORDER BY id";

        try (Stream<String> members = JdbcRecipients.stream(pool, query, row -> row.getString("email"), 1_000)) {
            Iterator<String> all = members.iterator();
            assertThat(all.next()).isEqualTo("m1001@example.org");
            assertThat(all.next()).isEqualTo("m1002@example.org");
            assertThat(pool.getActiveConnections()).isEqualTo(1);
        }
        try (Stream<String> members = JdbcRecipients.stream(pool, query, row -> row.getString("email"), 1_000)) {
            assertThat(members).hasSize(4_000).endsWith("m5000@example.org");
        }
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> JdbcRecipients.stream(pool, "SELECT nothing", row -> ""));
        assertThat(pool.getActiveConnections()).isZero();
        pool.dispose();
    }
}
