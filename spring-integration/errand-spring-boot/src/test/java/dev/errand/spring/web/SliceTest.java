package dev.errand.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.TaskSubmitter;
import dev.errand.web.TaskAccepted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A test of a controller alone, as Spring Boot cuts it out of an application: the service that has the task is not there. */
@Timeout(180)
@WebMvcTest
@AutoConfigureMockMvc(addFilters = false)
@ContextConfiguration(classes = SliceTest.Application.class)
class SliceTest {

    @MockitoBean
    private TaskSubmitter<Integer, Integer> doubles;

    @Autowired
    private MockMvcTester controllers;

    @Autowired
    private TaskEngine tasks;

    @Test
    void anAcceptedTaskIsAnswered() {
        TaskHandle<String> task = tasks.submit("one", context -> "done");
        when(doubles.submit(21)).thenAnswer(call -> task);
        assertThat(controllers.post().uri("/doubled"))
                .hasStatus(202)
                .headers()
                .hasValue("Location", "/background-tasks/api/v1/tasks/" + task.id());
    }

    @Test
    void aRefusalIsAProblem() {
        when(doubles.submit(21))
                .thenThrow(new TaskRefusedException(TaskRefusedException.Reason.SHUT_DOWN, "it is late"));
        assertThat(controllers.post().uri("/doubled"))
                .hasStatus(503)
                .hasContentTypeCompatibleWith("application/problem+json");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import(Controller.class)
    static class Application {}

    @RestController
    static class Controller {

        private final TaskSubmitter<Integer, Integer> doubles;

        Controller(TaskSubmitter<Integer, Integer> doubles) {
            this.doubles = doubles;
        }

        @PostMapping("/doubled")
        TaskAccepted doubled() {
            return TaskAccepted.of(doubles.submit(21));
        }
    }
}
