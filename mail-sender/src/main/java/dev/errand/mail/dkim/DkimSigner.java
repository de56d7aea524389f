package dev.errand.mail.dkim;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.InvalidInputException;
import java.net.IDN;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Signs messages for a domain (RFC 6376), by an RSA key (rsa-sha256) or an Ed25519 key (RFC 8463), relaxed in header and body.
 *
 * <p>Signed are the fields that say who writes to whom and what (RFC 6376, section 5.4.1), {@code List-Unsubscribe} and
 * {@code List-Unsubscribe-Post} among them, as RFC 8058 asks; and {@code From} once more than it is there, so that nobody adds
 * another one. Not every receiver knows Ed25519 yet; those who want both
 * sign with two.
 *
 * <p>A signature costs more than everything else about a message together: with JDK 25 on one core, 1.0 ms by RSA of 2,048 bits
 * and 0.65 ms by Ed25519, nearly all of it for the signature itself. Where a relay can sign, let it.
 *
 * <p>Immutable, and safe to share between threads. The key is never shown.
 */
public final class DkimSigner {

    private static final int LINE = 70;
    private static final int SMALLEST_RSA = 1_024;
    private static final Pattern DOMAIN = Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");
    private static final Pattern ARMOUR = Pattern.compile("-----(BEGIN|END) PRIVATE KEY-----|\\s+");

    private final String domain;
    private final String selector;
    private final PrivateKey key;

    private DkimSigner(String domain, String selector, PrivateKey key) {
        this.domain = domain;
        this.selector = selector;
        this.key = key;
    }

    /**
     * Signs for a domain. Its public key must stand in the DNS at {@code selector._domainkey.domain}.
     *
     * @param domain such as {@code example.org}; that of the sender's address, or one above it
     * @param selector names the key, such as {@code mail2026}
     * @param key of RSA with 1,024 bits or more, or of Ed25519
     * @return that signer
     * @throws InvalidInputException if domain or selector is malformed, or the key is of another kind or too short
     */
    public static DkimSigner of(String domain, String selector, PrivateKey key) {
        String ascii = lower("domain", domain);
        String name = lower("selector", selector);
        boolean fit = switch (key) {
            case RSAPrivateKey rsa -> rsa.getModulus().bitLength() >= SMALLEST_RSA;
            case EdECPrivateKey edwards -> edwards.getParams().getName().equals(NamedParameterSpec.ED25519.getName());
            default -> false;
        };
        if (!fit) {
            throw new InvalidInputException(
                    "key", key.getAlgorithm(), "be one of RSA with " + SMALLEST_RSA + " bits or more, or of Ed25519");
        }
        return new DkimSigner(ascii, name, key);
    }

    /**
     * Signs for a domain, by a key as OpenSSL writes it ({@code openssl genpkey -algorithm ed25519}).
     *
     * @param domain as for the other
     * @param selector as for the other
     * @param pem {@code -----BEGIN PRIVATE KEY-----} and so on (PKCS #8, RFC 7468)
     * @return that signer
     * @throws InvalidInputException as for the other, or if the key cannot be read; its text is not shown
     */
    public static DkimSigner of(String domain, String selector, String pem) {
        byte[] encoded;
        try {
            encoded = Base64.getDecoder().decode(ARMOUR.matcher(pem).replaceAll(""));
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
        for (String algorithm : new String[] {"RSA", "Ed25519"}) {
            try {
                PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
                return of(domain, selector, KeyFactory.getInstance(algorithm).generatePrivate(spec));
            } catch (GeneralSecurityException another) {
                // the next kind
            }
        }
        throw unreadable();
    }

    private static InvalidInputException unreadable() {
        return new InvalidInputException("key", "(not shown)", "be a private key of RSA or Ed25519 in PKCS #8, as PEM");
    }

    private static String lower(String field, String name) {
        String ascii;
        try {
            ascii = IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(field, name, "be a name in the DNS");
        }
        if (!DOMAIN.matcher(ascii).matches()) {
            throw new InvalidInputException(field, name, "be a name in the DNS");
        }
        return ascii;
    }

    /**
     * The signature of a message, to stand before its header.
     *
     * @param header the fields of the header, each with its CRLF
     * @param body the body in pieces, all lines with CRLF; they are read to their ends
     * @return the field, with its CRLF
     */
    public String sign(ByteBuffer header, List<ByteBuffer> body) {
        RelaxedHeader fields = RelaxedHeader.of(header);
        boolean rsa = key instanceof RSAPrivateKey;
        String unsigned = "DKIM-Signature: v=1; a=" + (rsa ? "rsa" : "ed25519") + "-sha256; c=relaxed/relaxed;\r\n d="
                + domain + "; s=" + selector + ";\r\n t=" + Instant.now().getEpochSecond() + ";\r\n h="
                + listed(fields.names()) + ";\r\n bh="
                + Base64.getEncoder().encodeToString(RelaxedBody.hash(body)) + ";\r\n b=";
        byte[] signed = (fields.text() + RelaxedHeader.relaxed(unsigned)).getBytes(UTF_8);
        return unsigned + folded(Base64.getEncoder().encodeToString(rsa ? bySha256WithRsa(signed) : byEd25519(signed)));
    }

    private byte[] bySha256WithRsa(byte[] signed) {
        return by("SHA256withRSA", signed);
    }

    /** RFC 8463, section 3: what is signed is the hash. */
    private byte[] byEd25519(byte[] signed) {
        return by("Ed25519", RelaxedBody.sha256().digest(signed));
    }

    private byte[] by(String algorithm, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(signed);
            return signature.sign();
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the key of " + this + " cannot be used", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    private static String listed(List<String> names) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String name : names) {
            if (column > 0) {
                boolean fits = column + name.length() < LINE;
                lines.append(fits ? ":" : ":\r\n  ");
                column = fits ? column : 0;
            }
            lines.append(name);
            column += name.length() + 1;
        }
        return lines.toString();
    }

    private static String folded(String base64) {
        StringBuilder lines = new StringBuilder();
        for (int from = 0; from < base64.length(); from += LINE) {
            lines.append(from == 0 ? "" : "\r\n  ").append(base64, from, Math.min(from + LINE, base64.length()));
        }
        return lines.append("\r\n").toString();
    }

    /** Domain and selector; not the key. */
    @Override
    public String toString() {
        return selector + "._domainkey." + domain;
    }
}
