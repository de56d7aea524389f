package dev.errand.web;

import dev.errand.InvalidInputException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a query: each known and given once, or the call is refused with its name. */
record Parameters(Map<String, String> values) {

    static Parameters of(String query, Set<String> known) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (!known.contains(name)) {
                throw new InvalidInputException("parameter", name, "be one of " + sorted(known));
            }
            if (values.put(name, value) != null) {
                throw new InvalidInputException(name, value, "be given once");
            }
        }
        return new Parameters(values);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    boolean yes(String name) {
        return switch (get(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw new InvalidInputException(name, other, "be true or false");
        };
    }

    /** How many are wanted, 1 or more; whoever wants more than there are at most, gets so many. */
    int count(String name, int ifMissing, int most) {
        Optional<String> text = get(name);
        if (text.isEmpty()) {
            return ifMissing;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= 1) {
                return Math.min(number, most);
            }
        } catch (NumberFormatException noNumber) {
            // falls through to the same answer
        }
        throw new InvalidInputException(name, text.get(), "be a number from 1 to " + Integer.MAX_VALUE);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("query", text, "be percent-encoded as in RFC 3986", e);
        }
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
