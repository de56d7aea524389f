package dev.errand.spring.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.InvalidInputException;
import dev.errand.jdbc.SchemaException;
import dev.errand.jdbc.SchemaException.Reason;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.spring.TaskDeclarationException;
import dev.errand.spring.UnsecuredDashboardException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class FailureAnalyzersTest {

    @Test
    void whatIsWrongAndWhatToDoIsSaid() {
        assertThat(analysis(new RegistryUnavailableException("is away", null)).getAction())
                .contains("spring.datasource");
        assertThat(analysis(new TaskDeclarationException("It is private", "Make it public.")))
                .satisfies(said -> assertThat(said.getDescription()).isEqualTo("It is private."))
                .satisfies(said -> assertThat(said.getAction()).isEqualTo("Make it public."));
        assertThat(analysis(new InvalidInputException("lease", 0, "be more")).getAction())
                .contains("lease");
    }

    @Test
    void aDatabaseIsHelpedByWhatIsWrongWithIt() {
        FailureAnalysis missing = analysis(new SchemaException(Reason.MISSING, "the database has no tables of Errand"));
        assertThat(missing.getDescription()).contains("no tables");
        assertThat(missing.getAction())
                .contains("errand.jdbc.initialize-schema", "Flyway", "errand.registry to memory");
        assertThat(actionFor(Reason.OLDER))
                .contains("initialize-schema to always")
                .doesNotContain("memory");
        assertThat(actionFor(Reason.NEWER)).contains("version").doesNotContain("initialize-schema");
        assertThat(actionFor(Reason.FORBIDDEN)).contains("rights", "initialize-schema to never");
        assertThat(actionFor(Reason.UNFIT)).contains("spring.datasource.url").doesNotContain("initialize-schema");
    }

    @Test
    void whoMaySeeADashboardWithoutSecurityIsToBeSaid() {
        assertThat(analysis(new UnsecuredDashboardException()).getAction())
                .contains("Spring Security", "errand.web.dashboard.unsecured");
    }

    private static @Nullable String actionFor(Reason reason) {
        return analysis(new SchemaException(reason, "it is so")).getAction();
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
