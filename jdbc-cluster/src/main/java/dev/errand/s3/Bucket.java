package dev.errand.s3;

import dev.errand.InvalidInputException;
import dev.errand.artifact.ArtifactException;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Where the objects are, and who to ask for them. */
record Bucket(S3Client client, String name) {

    Bucket {
        if (name.isBlank()) {
            throw new InvalidInputException("bucket", name, "be the name of a bucket");
        }
    }

    /**
     * Asks the server, and says what it was about if it refuses.
     *
     * @param trouble what cannot be done then, such as "cannot read"
     * @param key of the object, or what the keys of all begin with
     * @param request what is asked
     */
    <T> T ask(String trouble, Object key, Function<S3Client, T> request) {
        try {
            return request.apply(client);
        } catch (NoSuchKeyException e) {
            throw ArtifactException.gone(trouble, location(key), e);
        } catch (SdkException e) {
            throw new ArtifactException(trouble, location(key), e);
        }
    }

    String location(Object key) {
        return "s3://" + name + "/" + key;
    }
}
