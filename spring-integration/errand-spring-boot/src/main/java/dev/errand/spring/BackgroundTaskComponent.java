package dev.errand.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;
import org.springframework.stereotype.Component;

/**
 * A component that is a {@link dev.errand.BackgroundTask}: it is registered under this name, with the input and result types of
 * its class.
 *
 * <p>It is asked for when a task runs, so that it may well submit others. How its tasks are treated is said by a bean of type
 * {@link dev.errand.TaskType} that has this name, if there is one, and by the properties {@code errand.types.<name>.*}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
@Reflective(TaskReflection.class)
public @interface BackgroundTaskComponent {

    /**
     * The name of the type, which should not change: 1 to 100 letters, digits, dots, dashes and underscores. May contain
     * placeholders.
     *
     * @return the name
     */
    String name();

    /**
     * What people see in place of the name. May contain placeholders.
     *
     * @return one line of up to 200 characters; empty for the name
     */
    String title() default "";
}
