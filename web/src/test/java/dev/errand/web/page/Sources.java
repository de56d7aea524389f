package dev.errand.web.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The modules and texts of the page as they are written; what is served is packed from them. */
final class Sources {

    private static final Path FOLDER = Path.of("src", "main", "resources", "dev", "errand", "web", "assets");

    private Sources() {}

    static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that are listed and end so, by their names. */
    static Map<String, String> all(String end) {
        Map<String, String> all = new TreeMap<>();
        read("index.txt").lines().filter(name -> name.endsWith(end)).forEach(name -> all.put(name, read(name)));
        return all;
    }
}
