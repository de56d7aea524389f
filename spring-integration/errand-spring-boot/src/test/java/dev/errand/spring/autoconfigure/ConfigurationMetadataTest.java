package dev.errand.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an editor shows of our properties. */
class ConfigurationMetadataTest {

    private static List<JsonNode> properties() throws Exception {
        List<JsonNode> ours = new ArrayList<>();
        for (URL file : Collections.list(ConfigurationMetadataTest.class
                .getClassLoader()
                .getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = file.openStream()) {
                for (JsonNode property :
                        JsonMapper.builder().build().readTree(in).path("properties")) {
                    if (nameOf(property).startsWith("errand.")) {
                        ours.add(property);
                    }
                }
            }
        }
        return ours;
    }

    private static String nameOf(JsonNode property) {
        return property.path("name").asString();
    }

    @Test
    void eachPropertyIsDescribed() throws Exception {
        assertThat(properties())
                .hasSizeGreaterThan(30)
                .allSatisfy(property -> assertThat(property.path("description").asString(""))
                        .as(nameOf(property))
                        .hasSizeGreaterThan(10)
                        .doesNotStartWith("The ")
                        .doesNotContain("{@"));
    }

    @Test
    void theDashboardIsOffUnlessItIsAskedFor() throws Exception {
        assertThat(properties())
                .filteredOn(property -> nameOf(property).startsWith("errand.web.dashboard."))
                .extracting(ConfigurationMetadataTest::nameOf)
                .containsExactlyInAnyOrder(
                        "errand.web.dashboard.enabled", "errand.web.dashboard.path", "errand.web.dashboard.unsecured");
        assertThat(properties())
                .filteredOn(property -> List.of("errand.web.dashboard.enabled", "errand.web.dashboard.unsecured")
                        .contains(nameOf(property)))
                .allSatisfy(property ->
                        assertThat(property.path("defaultValue").asBoolean()).isFalse());
    }
}
