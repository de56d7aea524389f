package dev.errand.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.InvalidInputException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key that two programs share, and what is signed with it, by the specification "Standard Webhooks". */
final class WebhookSecret {

    private static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    private WebhookSecret(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** Reads a secret; what is refused is not repeated in the message. */
    static WebhookSecret of(String text) {
        String must = "be " + PREFIX + " and 24 to 64 bytes in Base64";
        if (!text.startsWith(PREFIX)) {
            throw new InvalidInputException("webhook secret", "(hidden)", must);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
            if (bytes.length >= SHORTEST && bytes.length <= LONGEST) {
                return new WebhookSecret(bytes);
            }
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidInputException("webhook secret", "(hidden)", must);
        }
        throw new InvalidInputException("webhook secret", "(hidden)", must);
    }

    /** The value of the header {@code webhook-signature}. */
    String sign(String id, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] signature = mac.doFinal((id + "." + timestamp + "." + body).getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "(hidden)";
    }
}
