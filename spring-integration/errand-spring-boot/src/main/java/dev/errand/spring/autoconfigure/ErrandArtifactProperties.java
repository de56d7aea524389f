package dev.errand.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What may be set about the files that tasks produce.
 *
 * @param store where files are kept
 * @param directory directory for files. Made if it is not there; shared by all processes of a cluster
 * @param retention how long files are kept after their completion
 */
@ConfigurationProperties("errand.artifacts")
public record ErrandArtifactProperties(
        @DefaultValue("auto") Store store,
        @Nullable Path directory,
        @DefaultValue("7d") Duration retention) {

    /** Where files are kept. */
    public enum Store {
        /** The directory, if one is set; else the database, if tasks are kept there; else a temporary directory. */
        AUTO,
        /** A temporary directory, which is deleted when the application stops. */
        TEMPORARY,
        /** The directory that is set. */
        DIRECTORY,
        /** The database. */
        JDBC
    }
}
