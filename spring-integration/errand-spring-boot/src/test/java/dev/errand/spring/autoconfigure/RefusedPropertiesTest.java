package dev.errand.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A value that somebody else refuses is named by its property, which is what whoever has set it knows. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RefusedPropertiesTest {

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(ErrandAutoConfiguration.class, ErrandServletAutoConfiguration.class))
            .withUserConfiguration(Doubling.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "errand.node.name=",
                "errand.node.lease=0s",
                "errand.node.shutdown-grace=-1s",
                "errand.retention.max-age=0s",
                "errand.retention.max-ended=-1",
                "errand.types.double.attempts=0",
                "errand.types.double.timeout=-5s",
                "errand.types.double.max-running=0",
                "errand.web.path=/x/*",
                "errand.web.streams.per-caller=0",
                "errand.web.streams.in-all=0",
                "errand.web.trusted-origins=https://app.example.org/",
                "errand.web.trusted-origins=app.example.org",
                "errand.web.trusted-origins=*"
            })
    void aPropertyIsNamed(String property) {
        application.withPropertyValues(property).run(context -> assertRefused(context, property));
    }

    @Test
    void oneThatMattersWithAnotherOneIsNamed(@TempDir Path directory) throws IOException {
        application
                .withPropertyValues("errand.types.double.attempts=3", "errand.types.double.retry-delay=-1s")
                .run(context -> assertRefused(context, "errand.types.double.retry-delay"));
        application
                .withPropertyValues("errand.web.dashboard.enabled=true", "errand.web.dashboard.path=/x/*")
                .run(context -> assertRefused(context, "errand.web.dashboard.path"));
        Path file = Files.createFile(directory.resolve("file"));
        application
                .withPropertyValues("errand.artifacts.directory=" + file.resolve("below"))
                .run(context -> assertRefused(context, "errand.artifacts.directory"));
        application
                .withPropertyValues("errand.artifacts.directory=" + directory, "errand.artifacts.retention=0s")
                .run(context -> assertRefused(context, "errand.artifacts.retention"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "errand.jdbc.own-connections=-1",
                "errand.jdbc.poll-interval=1ms",
                "errand.jdbc.timeout=1h",
                "errand.jdbc.longest-payload=0",
                "errand.retention.max-ended=-1"
            })
    void aPropertyOfTheDatabaseIsNamed(String property) {
        application
                .withConfiguration(
                        AutoConfigurations.of(DataSourceAutoConfiguration.class, ErrandJdbcAutoConfiguration.class))
                .withPropertyValues("spring.datasource.generate-unique-name=true", property)
                .run(context -> assertRefused(context, property));
    }

    @Test
    void originsAreTrusted() {
        application
                .withPropertyValues(
                        "errand.web.trusted-origins=https://app.example.org,http://localhost:3000,http://[::1]:3000")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aTypeThatThereIsNotIsWarnedAbout(CapturedOutput output) {
        application
                .withPropertyValues("errand.types.double.attempts=2", "errand.types.duble.attempts=2")
                .run(context -> assertThat(output)
                        .contains("errand.types.duble.* changes nothing", "[double]")
                        .doesNotContain("errand.types.double.* changes nothing"));
    }

    private static void assertRefused(AssertableWebApplicationContext context, String property) {
        assertThat(context).hasFailed();
        assertThat(refusalIn(context.getStartupFailure()))
                .get()
                .extracting(InvalidInputException::field)
                .isEqualTo(property.replaceFirst("=.*", ""));
    }

    /** The first, which is the one that is shown. */
    private static Optional<InvalidInputException> refusalIn(@Nullable Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .filter(InvalidInputException.class::isInstance)
                .map(InvalidInputException.class::cast)
                .findFirst();
    }
}
