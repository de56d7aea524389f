/**
 * For tests: time that passes and tasks that run when a test says so, and what every registry, executor and store has
 * to keep to.
 *
 * <p>It is needed by tests only. Contracts are JUnit classes, so JUnit may look into the package.
 */
module dev.errand.testkit {
    requires transitive dev.errand.core;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static com.google.errorprone.annotations;
    requires org.junit.jupiter.params;

    exports dev.errand.testkit;
    exports dev.errand.testkit.crash;

    opens dev.errand.testkit to
            org.junit.platform.commons;
}
