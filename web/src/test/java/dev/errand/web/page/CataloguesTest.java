package dev.errand.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The texts of every language: the same keys, the same facts in them, every plural form, and words that help. */
class CataloguesTest {

    private static final Map<String, Set<String>> PLURALS =
            Map.of("en", Set.of("one", "other"), "cs", Set.of("one", "few", "other"));
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /** All that is said, whether it is loaded at first or later. */
    private static ObjectNode catalogue(String language) {
        ObjectNode all = JsonMapper.shared().createObjectNode();
        Map<String, String> files = Sources.all("." + language + ".json");
        assertThat(files).hasSize(2);
        files.values()
                .forEach(text -> JsonMapper.shared()
                        .readTree(text)
                        .properties()
                        .forEach(entry -> assertThat(all.replace(entry.getKey(), entry.getValue()))
                                .as("%s in both", entry.getKey())
                                .isNull()));
        return all;
    }

    /** By key, what stands in braces in any of its forms. */
    private static Map<String, Set<String>> placeholders(String language) {
        Map<String, Set<String>> all = new TreeMap<>();
        catalogue(language)
                .properties()
                .forEach(text -> all.put(
                        text.getKey(),
                        PLACEHOLDER
                                .matcher(text.getValue().toString())
                                .results()
                                .map((MatchResult result) -> result.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))));
        return all;
    }

    @Test
    void languagesSayTheSame() {
        assertThat(placeholders("cs")).isEqualTo(placeholders("en"));
    }

    @Test
    void theSameIsLoadedAtFirst() {
        assertThat(JsonMapper.shared().readTree(Sources.read("texts.cs.json")).propertyNames())
                .containsExactlyElementsOf(JsonMapper.shared()
                        .readTree(Sources.read("texts.en.json"))
                        .propertyNames());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "cs"})
    void pluralsAreComplete(String language) {
        catalogue(language).properties().forEach(text -> {
            JsonNode forms = text.getValue();
            if (forms.isObject()) {
                assertThat(forms.propertyNames())
                        .as(text.getKey())
                        .containsExactlyInAnyOrderElementsOf(PLURALS.get(language));
                forms.forEach(form -> assertThat(placeholdersOf(form))
                        .as(text.getKey())
                        .isEqualTo(placeholdersOf(forms.iterator().next())));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "cs"})
    void textsNeitherShoutNorApologise(String language) {
        assertThat(catalogue(language).toString()).doesNotContain("!", "Oops", "Sorry", "...");
    }

    private static Set<String> placeholdersOf(JsonNode text) {
        return PLACEHOLDER
                .matcher(text.toString())
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
    }
}
