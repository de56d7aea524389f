package dev.errand.spring.autoconfigure;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** What an application does when it begins to end, and goes on to answer those who have called before. */
final class Closing {

    private Closing() {}

    /** Not when a context below its own is closed, such as that of the endpoints. */
    static ApplicationListener<ContextClosedEvent> of(ApplicationContext application, Runnable first) {
        return event -> {
            if (event.getApplicationContext().equals(application)) {
                first.run();
            }
        };
    }
}
