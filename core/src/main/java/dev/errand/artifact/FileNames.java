package dev.errand.artifact;

import dev.errand.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * What a file may be called on every system that a store or a download may meet. For those who write a store of their
 * own, or offer files for download.
 */
public final class FileNames {

    private static final int LONGEST_BYTES = 200;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]");

    /** What would show a name in another order than it is written in: see section 2 of Unicode Standard Annex 9. */
    private static final Pattern TURNS = Pattern.compile("[\\u202a-\\u202e\\u2066-\\u2069]");

    /** With or without an extension, they are devices in every folder of Windows. */
    private static final Pattern DEVICE = Pattern.compile(
            "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\\u00b9\\u00b2\\u00b3]) *(\\..*)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(;[ -~]{1,100})?");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_PLAIN = Pattern.compile("[^ -~]|%");
    private static final String PLAIN_IN_PARAMETERS = "!#$&+-.^_`|~";

    private FileNames() {}

    /**
     * Refuses a name that is no name everywhere, leads elsewhere, or breaks a download. Every store calls this before it
     * writes or reads.
     *
     * @param fileName the name
     * @throws InvalidInputException unless it has 1 to 200 bytes in UTF-8, without path separators, control characters,
     *     marks that turn the direction of writing, or any of {@code : * ? " < > |}, neither begins with a dot nor ends with a
     *     dot or blank, and is not what Windows calls a device, such as {@code CON} or {@code nul.txt}
     */
    public static void require(String fileName) {
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
        if (TURNS.matcher(fileName).find()) {
            throw new InvalidInputException(
                    "file name", fileName, "have no mark that turns the direction of writing around");
        }
        if (isDevice(fileName)) {
            throw new InvalidInputException("file name", fileName, "not be the name of a device of Windows");
        }
    }

    /**
     * Whether a character may stand in a name. For those who call a file after something else, such as a title.
     *
     * @param codePoint any; half of a pair is one that may not
     * @return false for what {@link #require} refuses wherever it stands
     */
    public static boolean mayContain(int codePoint) {
        String character = Character.toString(codePoint);
        return !FORBIDDEN.matcher(character).find() && !TURNS.matcher(character).find();
    }

    /**
     * Whether Windows takes a name for that of a device, which it finds in every folder. For those who call a file after
     * something else, such as a title.
     *
     * @param fileName with an extension or without
     * @return true for {@code CON}, {@code nul.txt} and the like
     */
    public static boolean isDevice(String fileName) {
        return DEVICE.matcher(fileName).matches();
    }

    /**
     * Refuses what is no media type. Every store calls this before it writes.
     *
     * @param mediaType such as {@code text/csv}, with parameters or without
     * @throws InvalidInputException unless it is of the form type/subtype
     */
    public static void requireMediaType(String mediaType) {
        if (!MEDIA_TYPE.matcher(mediaType).matches()) {
            throw new InvalidInputException("media type", mediaType, "be of the form type/subtype, as in RFC 6838");
        }
    }

    /**
     * The header by which a browser saves a file under its name, as in RFC 6266: once without accents and other
     * characters for those that know no better, and once as it is, encoded as in RFC 8187 (before: 5987).
     *
     * @param fileName the name
     * @return the value of {@code Content-Disposition}; ASCII
     * @throws InvalidInputException if the name is refused by {@link #require}
     */
    public static String contentDisposition(String fileName) {
        require(fileName);
        String bare = ACCENTS.matcher(Normalizer.normalize(fileName, Normalizer.Form.NFD))
                .replaceAll("");
        return "attachment; filename=\"" + NOT_PLAIN.matcher(bare).replaceAll("_") + "\"; filename*=UTF-8''"
                + percentEncoded(fileName);
    }

    private static String percentEncoded(String fileName) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
            if (isAlphanumeric(b) || PLAIN_IN_PARAMETERS.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b));
            }
        }
        return encoded.toString();
    }

    private static boolean isAlphanumeric(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
    }
}
