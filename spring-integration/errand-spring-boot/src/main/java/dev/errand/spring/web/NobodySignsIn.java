package dev.errand.spring.web;

import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/** Says in the log, once, that all calls for tasks are refused, where nothing in sight finds out who makes them. */
public final class NobodySignsIn implements ApplicationListener<ApplicationReadyEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(NobodySignsIn.class);

    private final Predicate<ApplicationContext> isSo;

    /**
     * Looks when the application is ready.
     *
     * @param isSo whether there is nothing that signs people in
     */
    public NobodySignsIn(Predicate<ApplicationContext> isSo) {
        this.isSo = isSo;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        if (isSo.test(event.getApplicationContext())) {
            LOG.warn(
                    "Nobody is shown a task over HTTP, because nobody signs in to this application: add Spring Security, set"
                            + " the principal of requests, or say by a bean who calls (TaskCallerResolver, or in a reactive application"
                            + " ReactiveTaskCallerResolver)");
        }
    }
}
