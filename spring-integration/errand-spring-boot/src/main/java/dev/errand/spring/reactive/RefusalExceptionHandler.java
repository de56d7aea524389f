package dev.errand.spring.reactive;

import dev.errand.ErrandException;
import dev.errand.TaskRefusedException;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.web.TaskHttp;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/**
 * Turns what an engine refuses in a controller into a problem with the right status, and a registry that is away into one that
 * says when to try again, unless the application has a handler of its own for that.
 */
public final class RefusalExceptionHandler implements WebExceptionHandler, Ordered {

    /** Before that of Spring Boot, which has -1 and answers everything. */
    private static final int ORDER = -2;

    private final TaskHttp tasks;
    private final TaskWebHandler handler;

    /**
     * Handles refusals.
     *
     * @param tasks makes the answer
     * @param handler sends it
     */
    public RefusalExceptionHandler(TaskHttp tasks, TaskWebHandler handler) {
        this.tasks = tasks;
        this.handler = handler;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable thrown) {
        return thrown instanceof ErrandException refusal
                        && isForNow(refusal)
                        && !exchange.getResponse().isCommitted()
                ? handler.answer(exchange, call -> tasks.refused(call, refusal))
                : Mono.error(thrown);
    }

    /** What holds for now, and is not the application's fault. */
    private static boolean isForNow(ErrandException thrown) {
        return thrown instanceof TaskRefusedException || thrown instanceof RegistryUnavailableException;
    }
}
