package dev.errand.spring.reactive;

import dev.errand.web.Caller;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Finds out who makes a request, and what she may do. A bean of this type replaces the usual one, which asks for the principal
 * of the exchange and its authorities.
 */
@FunctionalInterface
public interface ReactiveTaskCallerResolver {

    /**
     * Who makes a request.
     *
     * @param exchange as the application's security has left it
     * @return empty if nobody has signed in; the request is then refused
     */
    Mono<Caller> callerOf(ServerWebExchange exchange);
}
