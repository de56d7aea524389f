package dev.errand.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Makes a method of a bean a background task. It has the input as a parameter, the {@link dev.errand.TaskContext} as another
 * one, or either or neither of them, and returns the result, or nothing.
 *
 * <p>Calling the method runs it here and now, as ever. To have it run in the background, submit it: by a
 * {@link TaskSubmitter} of its input and result, or to the engine by a {@link dev.errand.TaskType} of this name. The bean is
 * asked for when the task runs, so that it may well submit its own.
 *
 * <p>How its tasks are treated is said by a bean of type {@link dev.errand.TaskType} that has this name, if there is one, and
 * by the properties {@code errand.types.<name>.*}.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(TaskReflection.class)
public @interface BackgroundTaskMethod {

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
