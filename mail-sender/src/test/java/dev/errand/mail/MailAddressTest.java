package dev.errand.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ana@example.org                     | ana@example.org              | ''",
                "Ana <ana@example.org>               | ana@example.org              | Ana",
                "Žofie O'Neill <zofie@example.org>   | zofie@example.org            | Žofie O'Neill",
                "\"Claims, Inc.\" <c@example.org>    | c@example.org                | Claims, Inc.",
                "o'neill+tag@sub.example.org         | o'neill+tag@sub.example.org  | ''",
                "root@localhost                      | root@localhost               | ''"
            })
    void isReadInBothForms(String text, String email, String name) {
        MailAddress address = MailAddress.parse("from", text);

        assertThat(address.email()).isEqualTo(email);
        assertThat(address.name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ana", "Žofie Nováková", "Claims, Inc.", "\"Bea\" O'Neill", "back\\slash", "a@b <c>"})
    void readsWhatItWrites(String name) {
        MailAddress address = new MailAddress("ana@example.org", name);

        assertThat(MailAddress.parse("from", address.toString())).isEqualTo(address);
    }

    @Test
    void saysWhatIsWrong() {
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(() -> MailAddress.of("ana@example.org, bea@example.org"))
                .withMessage("address is \"ana@example.org, bea@example.org\", but must be one address");
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(() -> MailAddress.of("ana novak@example.org"))
                .withMessage("address is \"ana novak@example.org\", but must have no blanks");
    }

    @Test
    void keepsAnInternationalDomainInItsAsciiForm() {
        assertThat(MailAddress.of("jan@münchen.example").email()).isEqualTo("jan@xn--mnchen-3ya.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ana",
                "@example.org",
                "ana@",
                "ana@@example.org",
                "ana example.org",
                "a b@example.org",
                ".ana@example.org",
                "ana.@example.org",
                "an..a@example.org",
                "ana@example..org",
                "ana@-example.org",
                "ana@exa mple.org",
                "ana@example.org, bea@example.org",
                "friends: ana@example.org;",
                "žo\u200dfie@example.org",
                "žofie\u202e@example.org",
                "žo\u00a0fie@example.org",
                "\ud83dana@example.org",
                "ana@exa_mple.org",
                "info@straße.example",
                "info@x\u200dy.example",
                "ana@example.org\r\nBcc: all@example.org",
                "ana\u0000@example.org",
                "ana@example.org\u2028",
                "<ana@example.org",
                "\"ana@example.org"
            })
    void refusesWhatIsNone(String text) {
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(() -> MailAddress.parse("reply-to", text))
                .satisfies(e -> assertThat(e.field()).isEqualTo("reply-to"));
        assertThatExceptionOfType(InvalidMailException.class).isThrownBy(() -> MailAddress.of(text));
    }

    /** What a parser makes an address of, but a server would be told as it stands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(<a@evil.org>)b@x.org",
                "(c)b@x.org",
                "b(c)@x.org",
                "b@x.org(c)",
                "<b@x.org>",
                "a\\b@x.org",
                "a\\@evil.org@x.org",
                "\"a\".b\\c@x.org",
                "@relay.example:b@x.org"
            })
    void refusesWhatIsMoreThanAnAddress(String text) {
        assertThatExceptionOfType(InvalidMailException.class).isThrownBy(() -> MailAddress.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\\"b\"@x.org", "\"a\\\\b\"@x.org", "\"(c)\"@x.org", "\"a@b\"@x.org"})
    void takesWhatIsQuoted(String text) {
        assertThat(MailAddress.of(text).email()).isEqualTo(text);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(MailAddress.of("a".repeat(64) + "@example.org").email()).hasSize(76);
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(() -> MailAddress.of("a".repeat(65) + "@example.org"))
                .withMessageContaining("at most 64 characters before the @");
        String longDomain = ("d".repeat(60) + ".").repeat(4) + "org";
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(() -> MailAddress.of("ana-and-bea@" + longDomain))
                .withMessageContaining("254 in all");
    }

    @Test
    void refusesANameThatBeginsAHeaderOfItsOwn() {
        assertThatExceptionOfType(InvalidMailException.class)
                .isThrownBy(() -> new MailAddress("ana@example.org", "Ana\r\nBcc: all@example.org"))
                .withMessage("name is \"Ana\\u000d\\u000aBcc: all@example.org\", but must be one line without control"
                        + " characters");
    }
}
