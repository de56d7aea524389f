package dev.errand.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The header fields of a call. Names are the same in capitals and without (RFC 9110, section 5.1).
 *
 * @param byName the values of each field, in their order
 */
public record HttpFields(Map<String, List<String>> byName) {

    /** Copies everything; the values of names that differ in their capitals only come together. */
    public HttpFields {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.forEach((name, values) ->
                copy.computeIfAbsent(name, none -> new ArrayList<>()).addAll(values));
        copy.replaceAll((name, values) -> List.copyOf(values));
        byName = Collections.unmodifiableMap(copy);
    }

    /**
     * All values of a field.
     *
     * @param name in capitals or without
     * @return in their order; none if there is no such field
     */
    public List<String> all(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /**
     * The value of a field that should occur once.
     *
     * @param name in capitals or without
     * @return the first value; empty if there is no such field
     */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /**
     * The value of a field that is a list, which may be spread over several lines.
     *
     * @param name in capitals or without
     * @return all values, joined with commas; empty if there is no such field
     */
    public Optional<String> joined(String name) {
        List<String> values = all(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
    }
}
