package dev.errand.spring.autoconfigure;

import dev.errand.TaskFailedException;
import dev.errand.TaskType;
import dev.errand.spring.TaskRegistration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A task for tests: doubles what is not negative. */
@Configuration(proxyBeanMethods = false)
public class Doubling {

    /** Its type. */
    public static final TaskType<Integer, Integer> TYPE = TaskType.named("double", Integer.class, Integer.class);

    @Bean
    TaskRegistration<Integer, Integer> doublingTask() {
        return TaskRegistration.of(TYPE, (input, context) -> {
            if (input < 0) {
                throw new TaskFailedException("It is negative.");
            }
            return input * 2;
        });
    }
}
