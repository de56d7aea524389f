package dev.errand.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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

/** The texts of every language: the same keys, the same facts in them, every plural form, and words that help. */
class CataloguesTest {

    private static final Map<String, Set<String>> PLURALS =
            Map.of("en", Set.of("one", "other"), "cs", Set.of("one", "few", "other"));
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    private static JsonNode catalogue(String language) throws IOException {
        try (InputStream in =
                CataloguesTest.class.getResourceAsStream("/dev/errand/web/assets/texts." + language + ".json")) {
            return JsonMapper.shared().readTree(in);
        }
    }

    /** By key, what stands in braces in any of its forms. */
    private static Map<String, Set<String>> placeholders(String language) throws IOException {
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
    void languagesSayTheSame() throws IOException {
        assertThat(placeholders("cs")).isEqualTo(placeholders("en"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "cs"})
    void pluralsAreComplete(String language) throws IOException {
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
    void textsNeitherShoutNorApologise(String language) throws IOException {
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
