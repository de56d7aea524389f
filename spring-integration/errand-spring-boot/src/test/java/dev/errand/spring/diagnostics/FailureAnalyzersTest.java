package dev.errand.spring.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.InvalidInputException;
import dev.errand.jdbc.SchemaException;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.spring.TaskDeclarationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class FailureAnalyzersTest {

    @Test
    void whatIsWrongAndWhatToDoIsSaid() {
        assertThat(analysis(new SchemaException("the database has no tables of Errand")))
                .satisfies(said -> assertThat(said.getAction()).contains("errand.jdbc.initialize-schema"))
                .satisfies(said -> assertThat(said.getDescription()).contains("no tables"));
        assertThat(analysis(new RegistryUnavailableException("is away", null)).getAction())
                .contains("spring.datasource");
        assertThat(analysis(new TaskDeclarationException("It is private", "Make it public.")))
                .satisfies(said -> assertThat(said.getDescription()).isEqualTo("It is private."))
                .satisfies(said -> assertThat(said.getAction()).isEqualTo("Make it public."));
        assertThat(analysis(new InvalidInputException("lease", 0, "be more")).getAction())
                .contains("lease");
    }

    private static FailureAnalysis analysis(RuntimeException cause) {
        Exception failure = new IllegalStateException("Error creating bean", cause);
        List<FailureAnalysis> analyses =
                SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(FailureAnalyzer.class, (type, name, broken) -> {})
                        .stream()
                        .filter(analyzer -> analyzer.getClass().getName().startsWith("dev.errand"))
                        .map(analyzer -> analyzer.analyze(failure))
                        .filter(java.util.Objects::nonNull)
                        .toList();
        assertThat(analyses).hasSize(1);
        return analyses.getFirst();
    }
}
