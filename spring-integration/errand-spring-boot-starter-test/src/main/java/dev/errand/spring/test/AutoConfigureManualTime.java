package dev.errand.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * Lets the time of tasks stand still until the test lets it pass: a {@link dev.errand.testkit.ManualTime} is there to be
 * injected, and retries, delays and schedules go by it. Tasks are kept in memory then, since a database has a clock of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration(ManualTimeAutoConfiguration.class)
@TestPropertySource(properties = "errand.registry=memory")
public @interface AutoConfigureManualTime {}
