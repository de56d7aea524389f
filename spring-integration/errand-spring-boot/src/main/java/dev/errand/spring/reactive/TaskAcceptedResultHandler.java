package dev.errand.spring.reactive;

import dev.errand.web.TaskAccepted;
import dev.errand.web.TaskHttp;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Lets a method of a controller return a {@link TaskAccepted}, or a {@link Mono} or a future of one: the answer is 202 with the
 * task, or 200 if the request says {@code Prefer: wait} and the task ends in time.
 *
 * <p>It may be the body of an entity as well. What that has for headers is sent besides; the status is ours, since that of an
 * entity does not know whether the task has ended.
 */
public final class TaskAcceptedResultHandler implements HandlerResultHandler, Ordered {

    /** Before that of Spring, for which what a method of a {@code @RestController} returns is a body, whatever it is. */
    private static final int ORDER = -1;

    private final TaskHttp tasks;
    private final TaskWebHandler handler;
    private final Supplier<? extends HandlerResultHandler> ofEntities;

    /**
     * Handles results.
     *
     * @param tasks makes the answer
     * @param handler sends it
     * @param ofEntities handles entities with another body, or none
     */
    public TaskAcceptedResultHandler(
            TaskHttp tasks, TaskWebHandler handler, Supplier<? extends HandlerResultHandler> ofEntities) {
        this.tasks = tasks;
        this.handler = handler;
        this.ofEntities = ofEntities;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public boolean supports(HandlerResult result) {
        ResolvableType type = result.getReturnType();
        ResolvableType value = adapterOf(result) == null ? type : type.getGeneric();
        return TaskAccepted.class.isAssignableFrom(value.toClass())
                || (HttpEntity.class.isAssignableFrom(value.toClass())
                        && value.as(HttpEntity.class).getGeneric().toClass().isAssignableFrom(TaskAccepted.class));
    }

    private static @Nullable ReactiveAdapter adapterOf(HandlerResult result) {
        ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance()
                .getAdapter(result.getReturnType().toClass());
        return adapter == null || adapter.isMultiValue() ? null : adapter;
    }

    @Override
    public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
        Object returned = result.getReturnValue();
        ReactiveAdapter adapter = adapterOf(result);
        return adapter == null || returned == null
                ? Mono.justOrEmpty(returned).flatMap(value -> answer(exchange, value, result))
                : Mono.from(adapter.toPublisher(returned))
                        .flatMap(value -> answer(
                                exchange,
                                value,
                                new HandlerResult(
                                        result.getHandler(),
                                        Mono.just(value),
                                        result.getReturnTypeSource(),
                                        result.getBindingContext())));
    }

    private Mono<Void> answer(ServerWebExchange exchange, Object value, HandlerResult result) {
        return switch (value) {
            case HttpEntity<?> entity
            when entity.getBody() instanceof TaskAccepted accepted -> {
                exchange.getResponse().getHeaders().putAll(entity.getHeaders());
                yield accepted(exchange, accepted);
            }
            case TaskAccepted accepted -> accepted(exchange, accepted);
            default -> ofEntities.get().handleResult(exchange, result);
        };
    }

    private Mono<Void> accepted(ServerWebExchange exchange, TaskAccepted accepted) {
        return handler.answer(exchange, call -> tasks.submit(call, () -> accepted));
    }
}
