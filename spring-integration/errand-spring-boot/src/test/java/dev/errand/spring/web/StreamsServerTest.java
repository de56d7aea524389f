package dev.errand.spring.web;

import static dev.errand.spring.web.Calls.as;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.errand.Owner;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.support.OpenEntityManagerInViewFilter;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Many event streams of an application with JPA that keeps its sessions open for the whole request, by a filter too, and reads
 * from the database in each of them who calls.
 */
@Timeout(240)
@ExtendWith(OutputCaptureExtension.class)
class StreamsServerTest {

    private static final int STREAMS = 100;
    private static final String TASKS = "/background-tasks/api/v1/tasks/";
    private static final TaskType<Void, Integer> SLOW = TaskType.named("slow", Void.class, Integer.class);

    private final Calls calls = Calls.byHttp11();

    private static ConfigurableApplicationContext start(Class<?> application, String... properties) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.datasource.generate-unique-name=true",
                        "spring.datasource.hikari.maximum-pool-size=6",
                        "spring.jpa.open-in-view=true",
                        "errand.web.streams.per-caller=200",
                        "errand.node.shutdown-grace=500ms")
                .properties(properties)
                .run();
        context.getBean(TransactionTemplate.class)
                .executeWithoutResult(
                        status -> context.getBean(EntityManager.class).persist(new Person("ana")));
        return context;
    }

    private static HttpRequest.Builder to(ConfigurableApplicationContext context, String path) {
        return as("ana", Calls.to(context, path));
    }

    /** Reads a stream to its end, on a thread of its own. */
    private void read(HttpRequest.Builder request, CountDownLatch begun, CountDownLatch ended) throws Exception {
        HttpResponse<InputStream> response = calls.open(request);
        assertThat(response.statusCode()).isEqualTo(200);
        Thread.ofVirtual().start(() -> read(response, begun, ended));
    }

    private static void read(HttpResponse<InputStream> response, CountDownLatch begun, CountDownLatch ended) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals("event: snapshot")) {
                    begun.countDown();
                }
            }
            ended.countDown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection is given back a little after what it was for: by other threads, which also look for tasks now and then. */
    static boolean comesTrue(BooleanSupplier condition) {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            LockSupport.parkNanos(10_000_000);
        }
        return condition.getAsBoolean();
    }

    private void manyStreams(Class<?> application, CapturedOutput output, String... properties) throws Exception {
        CountDownLatch begun = new CountDownLatch(STREAMS);
        CountDownLatch ended = new CountDownLatch(STREAMS);
        try (ConfigurableApplicationContext context = start(application, properties)) {
            TaskHandle<Integer> task = context.getBean(TaskEngine.class).submit(SLOW, SubmitOptions.by("ana"));
            String path = TASKS + task.id();
            for (int i = 0; i < STREAMS; i++) {
                read(to(context, path + "/events"), begun, ended);
            }
            assertThat(begun.await(60, TimeUnit.SECONDS)).as("all have begun").isTrue();
            assertThat(ended.getCount()).as("all go on").isEqualTo(STREAMS);

            HikariPoolMXBean pool = context.getBean(DataSource.class)
                    .unwrap(HikariDataSource.class)
                    .getHikariPoolMXBean();
            assertThat(comesTrue(() -> pool.getActiveConnections() == 0))
                    .as("no connection is held")
                    .isTrue();
            assertThat(calls.send(to(context, path)).statusCode()).isEqualTo(200);

            boolean asked = task.cancel();
            assertThat(asked).isTrue();
            assertThat(ended.await(60, TimeUnit.SECONDS)).as("all end").isTrue();
            assertThat(calls.send(to(context, path)).statusCode()).isEqualTo(200);
        }
        assertThat(output)
                .doesNotContain("AccessDenied")
                .doesNotContain("AuthorizationDenied")
                .doesNotContain("already committed")
                .doesNotContain("ERROR");
    }

    @Test
    void withSecurity(CapturedOutput output) throws Exception {
        manyStreams(Secured.class, output);
    }

    @Test
    void withoutSecurity(CapturedOutput output) throws Exception {
        manyStreams(Open.class, output, RealServerTest.NO_SECURITY);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = StreamsServerTest.class)
    static class Work {

        private final CountDownLatch never = new CountDownLatch(1);

        @BackgroundTaskMethod(name = "slow", title = "Slow")
        Integer slow() throws InterruptedException {
            never.await();
            return 1;
        }

        @Bean
        FilterRegistrationBean<OpenEntityManagerInViewFilter> sessions() {
            FilterRegistrationBean<OpenEntityManagerInViewFilter> registration =
                    new FilterRegistrationBean<>(new OpenEntityManagerInViewFilter());
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
            return registration;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Work.class)
    static class Open {

        @Bean
        TaskCallerResolver callers(EntityManagerFactory factory) {
            EntityManager people = SharedEntityManagerCreator.createSharedEntityManager(factory);
            return request -> Optional.ofNullable(people.find(Person.class, "ana"))
                    .map(person -> new Caller(Owner.of(person.name), person.name, Permission.ofUsers()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Work.class)
    static class Secured {

        @Bean
        UserDetailsService users(EntityManagerFactory factory) {
            EntityManager people = SharedEntityManagerCreator.createSharedEntityManager(factory);
            return name -> User.withUsername(people.find(Person.class, name).name)
                    .password("{noop}secret")
                    .roles("USER")
                    .build();
        }

        @Bean
        SecurityFilterChain rules(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @Entity(name = "Person")
    static class Person {

        @Id
        private String name = "";

        Person() {}

        Person(String name) {
            this.name = name;
        }
    }
}
