package dev.errand.web;

import dev.errand.InvalidInputException;
import java.util.Map;
import java.util.Optional;

/** The fields of a JSON object, each as the JSON that it was, texts apart. */
record JsonFields(Map<String, Value> byName) {

    static final JsonFields NONE = new JsonFields(Map.of());

    /** A value: its JSON, and what it says if it is a text. */
    record Value(String json, Optional<String> text) {

        boolean isNull() {
            return json.equals("null");
        }
    }

    Optional<String> text(String name) {
        Value value = byName.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.text().orElseThrow(() -> new InvalidInputException(name, value.json(), "be a text")));
    }

    /** A text that says something. */
    String required(String name) {
        return text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new InvalidInputException(name, "", "be given"));
    }

    Optional<String> json(String name) {
        return Optional.ofNullable(byName.get(name)).map(Value::json);
    }
}
