package dev.errand.spring.reactive;

import dev.errand.web.TaskAccepted;
import dev.errand.web.TaskHttp;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets a method of a controller return a {@link TaskAccepted}, or a {@link Mono} of one: the answer is 202 with the task, or 200
 * if the request says {@code Prefer: wait} and the task ends in time.
 */
public final class TaskAcceptedResultHandler implements HandlerResultHandler, Ordered {

    /** Before that of Spring, for which what a method of a {@code @RestController} returns is a body, whatever it is. */
    private static final int ORDER = 50;

    private final TaskHttp tasks;
    private final TaskWebHandler handler;

    /**
     * Handles results.
     *
     * @param tasks makes the answer
     * @param handler sends it
     */
    public TaskAcceptedResultHandler(TaskHttp tasks, TaskWebHandler handler) {
        this.tasks = tasks;
        this.handler = handler;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public boolean supports(HandlerResult result) {
        ResolvableType type = result.getReturnType();
        ResolvableType value = Mono.class.isAssignableFrom(type.toClass()) ? type.getGeneric(0) : type;
        return TaskAccepted.class.isAssignableFrom(value.toClass());
    }

    @Override
    public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
        Mono<?> returned =
                result.getReturnValue() instanceof Mono<?> mono ? mono : Mono.justOrEmpty(result.getReturnValue());
        return returned.cast(TaskAccepted.class)
                .flatMap(accepted -> handler.answer(exchange, call -> tasks.submit(call, () -> accepted)));
    }
}
