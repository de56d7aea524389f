package dev.errand.spring.aot;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.spring.BackgroundTaskComponent;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskSubmitter;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Has one task of each kind done, says what came of it, and ends. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({PreparedApplication.Shouting.class, PreparedApplication.Measuring.class})
class PreparedApplication {

    record Line(String text) {}

    record Length(int characters) {}

    record Submitters(TaskSubmitter<Line, Length> measure, TaskSubmitter<String, String> shout) {}

    @Bean
    Submitters submitters(TaskSubmitter<Line, Length> measure, TaskSubmitter<String, String> shout) {
        return new Submitters(measure, shout);
    }

    static class Measuring {

        @BackgroundTaskMethod(name = "measure", title = "Measure a line")
        Length measure(Line line, TaskContext context) {
            context.progress().total(1);
            return new Length(line.text().length());
        }
    }

    @BackgroundTaskComponent(name = "shout")
    static class Shouting implements BackgroundTask<String, String> {

        @Override
        public String run(String input, TaskContext context) {
            return input + "!";
        }
    }

    public static void main(String... arguments) throws Exception {
        try (ConfigurableApplicationContext context = SpringApplication.run(PreparedApplication.class, arguments)) {
            Submitters tasks = context.getBean(Submitters.class);
            Length length = tasks.measure.submit(new Line("ahead")).asFuture().get(60, TimeUnit.SECONDS);
            String shouted = tasks.shout.submit("time").asFuture().get(60, TimeUnit.SECONDS);
            System.out.println("came of it: " + length.characters() + " " + shouted);
        }
    }
}
