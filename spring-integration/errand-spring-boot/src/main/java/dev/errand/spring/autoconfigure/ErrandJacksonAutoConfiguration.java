package dev.errand.spring.autoconfigure;

import dev.errand.web.TaskAccepted;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Lets nothing be made of an accepted task but the answer that it is: its parts are internals, and lead nowhere. */
@AutoConfiguration
@ConditionalOnClass({TaskAccepted.class, JacksonModule.class})
public final class ErrandJacksonAutoConfiguration {

    ErrandJacksonAutoConfiguration() {}

    @Bean
    JacksonModule errandJacksonModule() {
        return new SimpleModule("errand").addSerializer(new Refusing());
    }

    private static final class Refusing extends StdSerializer<TaskAccepted> {

        Refusing() {
            super(TaskAccepted.class);
        }

        @Override
        public void serialize(TaskAccepted accepted, JsonGenerator json, SerializationContext context) {
            context.reportBadDefinition(
                    TaskAccepted.class,
                    "TaskAccepted is an answer, and no JSON: return it from a controller, by itself or as the body of a"
                            + " ResponseEntity, with errand.web.enabled not false. Elsewhere, send the id of its handle");
        }
    }
}
