package dev.errand.mail.dkim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.mail.Campaign;
import dev.errand.mail.MailAttachment;
import dev.errand.mail.preview.Preview;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache James' verifier takes our signatures, and refuses what was changed. */
class DkimSignerTest {

    private static final KeyPair RSA = pair("RSA");
    private static final KeyPair EDWARDS = pair("Ed25519");
    private static final DkimSigner SIGNER = DkimSigner.of("example.org", "mail2026", RSA.getPrivate());

    private static final Campaign<String> CAMPAIGN = Campaign.<String>to(name -> "ana@example.org")
            .name(name -> name)
            .from("\"Škody, a. s.\" <claims@example.org>")
            .subject(name -> "Prosím podepište, " + name + ", dlouhý předmět ".repeat(5))
            .html(name -> "<p>Dobrý   den " + name + "</p>\n\n  <img src=\"cid:logo\">  \n\n\n")
            .unsubscribe(name -> java.net.URI.create("https://example.org/u/1"))
            .attach(new MailAttachment("logo.png", "image/png", new byte[] {1, 2}).inline("logo"))
            .attach(new MailAttachment("podmínky.pdf", "application/pdf", new byte[20_000]));

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<SignatureRecord> verified(byte[] message) throws Exception {
        String record = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(RSA.getPublic().getEncoded());
        return new DKIMVerifier((methods, selector, token) -> {
                    assertThat(selector).hasToString("mail2026");
                    assertThat(token).hasToString("example.org");
                    return List.of(record);
                })
                .verify(new ByteArrayInputStream(message));
    }

    @Test
    void signsWholeMessages() throws Exception {
        byte[] message = Preview.of(CAMPAIGN, "Žofie Nováková").eml(SIGNER);

        List<SignatureRecord> signatures = verified(message);

        assertThat(signatures).hasSize(1);
        assertThat(signatures.getFirst().getHeaders())
                .extracting(CharSequence::toString)
                .contains("from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post")
                .containsOnlyOnce("subject");
        assertThat(signatures.getFirst().getHeaders().stream().filter("from"::contentEquals))
                .as("nobody adds another sender")
                .hasSize(2);
        assertThat(signatures.getFirst().getBodyHashLimit())
                .as("all of the body")
                .isEqualTo(-1);
        assertThat(new String(message, US_ASCII).lines()).allMatch(line -> line.length() <= 78);
    }

    /** Bodies with whatever is hard to reduce. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void signsAnyBody(long seed) throws Exception {
        Random random = new Random(seed);
        String[] pieces = {" ", "\t", "\r\n", "a", "  b", "\r\n\r\n", " \r\n", "x".repeat(9_000)};
        for (int i = 0; i < 15; i++) {
            StringBuilder body = new StringBuilder();
            body.append(random.nextBoolean() ? "" : " \r\n\r\n").append("word"); // James takes none for an empty line
            for (int j = random.nextInt(12); j > 0; j--) {
                body.append(pieces[random.nextInt(pieces.length)]);
            }
            byte[] header = "From: a@example.org\r\nSubject:  folded \r\n\t  subject \r\n".getBytes(US_ASCII);
            byte[] text = body.append("\r\n").toString().getBytes(US_ASCII);
            int cut = random.nextInt(text.length);

            String signature = SIGNER.sign(
                    ByteBuffer.wrap(header),
                    List.of(ByteBuffer.wrap(text, 0, cut), ByteBuffer.wrap(text, cut, text.length - cut)));

            String message = signature + new String(header, US_ASCII) + "\r\n" + new String(text, US_ASCII);
            assertThatCode(() ->
                            assertThat(verified(message.getBytes(US_ASCII))).hasSize(1))
                    .as("seed %d, body %s", seed, Arrays.toString(text))
                    .doesNotThrowAnyException();
        }
    }

    /** RFC 6376, section 3.4.4. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", " \t\r\n\r\n"})
    void takesABodyWithoutWordsForNone(String body) {
        assertThat(base64(RelaxedBody.hash(List.of(ByteBuffer.wrap(body.getBytes(US_ASCII))))))
                .isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    @Test
    void showsWhatWasChanged() throws Exception {
        String message = new String(Preview.of(CAMPAIGN, "Ana").eml(SIGNER), US_ASCII);

        for (String[] change : new String[][] {
            {"u/1>", "u/2>"}, {"One-Click", "Two-Click"}, {"Dobr", "Spatn"}, {"claims@", "someone@"}, {"AQI", "AQJ"}
        }) {
            assertThat(message).contains(change[0]);
            byte[] changed = message.replace(change[0], change[1]).getBytes(US_ASCII);
            assertThatExceptionOfType(FailException.class).as(change[0]).isThrownBy(() -> verified(changed));
        }
        byte[] added = message.replaceFirst("\r\nFrom:", "\r\nFrom: boss@example.org\r\nFrom:")
                .getBytes(US_ASCII);
        assertThatExceptionOfType(FailException.class).isThrownBy(() -> verified(added));
    }

    @Test
    void signsWithTwoKeys() throws Exception {
        DkimSigner edwards = DkimSigner.of("example.org", "ed2026", EDWARDS.getPrivate());

        String message = new String(Preview.of(CAMPAIGN, "Ana").eml(edwards, SIGNER), US_ASCII);

        assertThat(message.split("DKIM-Signature: ", -1)).hasSize(3);
        assertThat(verified(message.substring(message.lastIndexOf("DKIM-Signature: "))
                        .getBytes(US_ASCII)))
                .hasSize(1);
        assertThat(isByEdwards(message, EDWARDS.getPublic())).isTrue();
        assertThat(isByEdwards(message.replace("Ana", "Eva"), EDWARDS.getPublic()))
                .isFalse();
    }

    /** The message, key and signature of RFC 8463, appendix A, by the forms that we sign. */
    @Test
    void verifiesTheExampleOfTheRfc() throws Exception {
        String message = """
                DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
                 d=football.example.com; i=@football.example.com;
                 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
                 subject : date : message-id : from : subject : date;
                 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
                 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
                 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
                From: Joe SixPack <joe@football.example.com>
                To: Suzie Q <suzie@shopping.example.net>
                Subject: Is dinner ready?
                Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
                Message-ID: <20030712040037.46341.5F8J@football.example.com>

                Hi.

                We lost the game.  Are you hungry yet?

                Joe.
                """.replace("\n", "\r\n");
        byte[] raw = Base64.getDecoder().decode("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

        assertThat(isByEdwards(message, edwardsKey(raw))).isTrue();
        assertThat(isByEdwards(message.replace("Joe.", "Jim."), edwardsKey(raw)))
                .isFalse();
    }

    private static PublicKey edwardsKey(byte[] raw) throws Exception {
        byte[] bigEndian = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            bigEndian[i] = raw[raw.length - 1 - i];
        }
        boolean odd = (bigEndian[0] & 0x80) != 0;
        bigEndian[0] &= 0x7F;
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(
                        NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, bigEndian))));
    }

    /** Whether the first signature holds. */
    private static boolean isByEdwards(String message, PublicKey key) throws Exception {
        int end = message.indexOf("\r\n\r\n");
        String[] fields = message.substring(0, end).split("\r\n(?![ \t])");
        byte[] body = message.substring(end + 4).getBytes(US_ASCII);
        String own = fields[0];
        if (!own.replaceAll("\\s", "").contains("bh=" + base64(RelaxedBody.hash(List.of(ByteBuffer.wrap(body)))))) {
            return false;
        }
        StringBuilder signed = new StringBuilder();
        for (String name : tag(own, "h").split(":", -1)) {
            for (String field : Arrays.asList(fields).subList(1, fields.length)) {
                boolean again = signed.indexOf("\n" + name + ":") >= 0 || signed.indexOf(name + ":") == 0;
                if (field.toLowerCase(java.util.Locale.ROOT).startsWith(name + ":") && !again) {
                    signed.append(RelaxedHeader.relaxed(field)).append("\r\n");
                }
            }
        }
        signed.append(RelaxedHeader.relaxed(own.replaceFirst("\\bb=[^;]*$", "b=")));
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(RelaxedBody.sha256().digest(signed.toString().getBytes(US_ASCII)));
        return signature.verify(Base64.getDecoder().decode(tag(own, "b")));
    }

    private static String tag(String signature, String name) {
        Matcher tag = Pattern.compile("[;:]\\s*" + name + "=([^;]*)").matcher(signature);
        assertThat(tag.find()).isTrue();
        return tag.group(1).replaceAll("\\s", "");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void readsKeysAsOpenSslWritesThem() throws Exception {
        for (KeyPair pair : List.of(RSA, EDWARDS)) {
            String pem = "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(pair.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";

            DkimSigner signer = DkimSigner.of("Example.ORG", "mail2026", pem);

            assertThat(signer).hasToString("mail2026._domainkey.example.org");
            assertThat(new String(Preview.of(CAMPAIGN, "Ana").eml(signer), UTF_8))
                    .startsWith("DKIM-Signature: v=1; a=" + (pair == RSA ? "rsa" : "ed25519") + "-sha256; ");
        }
    }

    @Test
    void refusesWhatIsNotFitAndShowsNoKey() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(512);

        assertRefused("key", () -> DkimSigner.of("example.org", "s", "secret!"));
        assertRefused(
                "key",
                () -> DkimSigner.of("example.org", "s", small.generateKeyPair().getPrivate()));
        assertRefused("key", () -> DkimSigner.of("example.org", "s", pair("EC").getPrivate()));
        assertRefused("domain", () -> DkimSigner.of("example.org; x=1", "s", RSA.getPrivate()));
        assertRefused("selector", () -> DkimSigner.of("example.org", "s\r\nBcc: x", RSA.getPrivate()));
        assertRefused("selector", () -> DkimSigner.of("example.org", "", RSA.getPrivate()));
    }

    private static void assertRefused(String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(call)
                .withMessageNotContaining("secret!")
                .satisfies(e -> assertThat(e.field()).isEqualTo(field));
    }
}
