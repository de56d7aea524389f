package dev.errand.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which type an injected {@link TaskSubmitter} submits, where several have the same input and result. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TaskName {

    /**
     * The name of the type.
     *
     * @return the name, which may contain placeholders
     */
    String value();
}
