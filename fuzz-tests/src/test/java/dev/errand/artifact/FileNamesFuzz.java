package dev.errand.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.errand.InvalidInputException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A name of a file is refused, or stays in its directory, breaks no header, and is what the browser saves. */
public final class FileNamesFuzz {

    /** RFC 6266, section 4.1, as narrow as we write it. */
    private static final Pattern DISPOSITION =
            Pattern.compile("attachment; filename=\"[ !#-~]*\"; filename\\*=UTF-8''([!#$&+.^_`|~0-9A-Za-z%-]*)");

    private static final Path DIRECTORY = Path.of("/store/of/files");
    private static final int LONGEST = 300;

    private FileNamesFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        String name = data.consumeString(LONGEST);
        String disposition;
        try {
            FileNames.require(name);
            disposition = FileNames.contentDisposition(name);
        } catch (InvalidInputException refused) {
            return;
        }
        if (!DIRECTORY.equals(DIRECTORY.resolve(name).normalize().getParent())) {
            throw new AssertionError("leads elsewhere: " + name);
        }
        Matcher matcher = DISPOSITION.matcher(disposition);
        if (!matcher.matches()) {
            throw new AssertionError("not in order: " + disposition);
        }
        if (!URLDecoder.decode(matcher.group(1).replace("+", "%2B"), UTF_8).equals(name)) {
            throw new AssertionError("another name: " + disposition);
        }
    }
}
