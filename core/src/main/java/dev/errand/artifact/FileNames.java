package dev.errand.artifact;

import dev.errand.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a file may be called on every system that a store or a download may meet. */
final class FileNames {

    private static final int LONGEST_BYTES = 200;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(;[ -~]{1,100})?");

    private FileNames() {}

    static void require(String fileName) {
        if (fileName.isBlank() || fileName.startsWith(".") || fileName.endsWith(".") || fileName.endsWith(" ")) {
            throw new InvalidInputException(
                    "file name", fileName, "not be blank, begin with a dot, or end with a dot or blank");
        }
        if (fileName.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw new InvalidInputException("file name", fileName, "have at most " + LONGEST_BYTES + " bytes in UTF-8");
        }
        if (FORBIDDEN.matcher(fileName).find()) {
            throw new InvalidInputException(
                    "file name", fileName, "have no control character and none of / \\ : * ? \" < > |");
        }
    }

    static void requireMediaType(String mediaType) {
        if (!MEDIA_TYPE.matcher(mediaType).matches()) {
            throw new InvalidInputException("media type", mediaType, "be of the form type/subtype, as in RFC 6838");
        }
    }
}
