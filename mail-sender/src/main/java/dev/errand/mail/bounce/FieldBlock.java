package dev.errand.mail.bounce;

import dev.errand.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Fields as in a header, up to an empty line (RFC 5322, section 2.2; RFC 3464, section 2.1). Names are found in any case. */
final class FieldBlock {

    private static final int MOST_BLOCKS = 1_001;
    private static final int MOST_FIELDS = 2_000;
    private static final int LONGEST_VALUE = 4_000;

    private final Map<String, List<StringBuilder>> fields = new HashMap<>();
    private int count;

    /** As many blocks as there are in a text. */
    static List<FieldBlock> all(String text) {
        List<FieldBlock> blocks = new ArrayList<>();
        Reading reading = new Reading();
        text.lines().forEach(line -> {
            if (line.isBlank()) {
                reading.end(blocks);
            } else {
                reading.add(line);
            }
        });
        reading.end(blocks);
        return blocks;
    }

    /** The first block of a text; without fields if there is none. */
    static FieldBlock first(String text) {
        Reading reading = new Reading();
        text.lines()
                .dropWhile(String::isBlank)
                .takeWhile(line -> !line.isBlank())
                .forEach(reading::add);
        return reading.block;
    }

    /** The block that lines are added to, and the value that they may go on with. */
    private static final class Reading {

        private FieldBlock block = new FieldBlock();
        private StringBuilder value = new StringBuilder();

        void end(List<FieldBlock> blocks) {
            if (block.count == 0) {
                return;
            }
            blocks.add(block);
            if (blocks.size() > MOST_BLOCKS) {
                throw new InvalidInputException(
                        "blocks of a delivery report", blocks.size(), "be at most " + MOST_BLOCKS);
            }
            block = new FieldBlock();
            value = new StringBuilder();
        }

        void add(String line) {
            int colon = line.indexOf(':');
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                append("\n" + line.strip());
            } else if (colon > 0) {
                value = block.field(line.substring(0, colon).strip().toLowerCase(Locale.ROOT));
                append(line.substring(colon + 1).strip());
            }
        }

        private void append(String text) {
            value.append(text, 0, Math.min(text.length(), LONGEST_VALUE - value.length()));
        }
    }

    private StringBuilder field(String name) {
        if (++count > MOST_FIELDS) {
            throw new InvalidInputException("fields of a header", count, "be at most " + MOST_FIELDS);
        }
        StringBuilder value = new StringBuilder();
        fields.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
        return value;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The first field of that name, in lower case, with its lines. */
    Optional<String> lines(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .map(StringBuilder::toString)
                .findFirst();
    }

    /** The first field of that name, on one line. */
    Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    /** All fields of that name, each on one line. */
    List<String> values(String name) {
        return fields.getOrDefault(name, List.of()).stream()
                .map(value -> value.toString().replace('\n', ' ').strip())
                .toList();
    }
}
