package dev.errand.spring.reactive;

import dev.errand.spring.TaskOwnerResolver;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import java.security.Principal;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Callers by the principal of an exchange, which knows no roles: everybody has tasks of her own, and nobody is an operator. */
public final class ReactivePrincipalCallers implements ReactiveTaskCallerResolver {

    private final TaskOwnerResolver owners;

    /**
     * Asks for principals.
     *
     * @param owners says which owner a principal is
     */
    public ReactivePrincipalCallers(TaskOwnerResolver owners) {
        this.owners = owners;
    }

    @Override
    public Mono<Caller> callerOf(ServerWebExchange exchange) {
        return exchange.<Principal>getPrincipal()
                .map(principal -> new Caller(owners.ownerOf(principal), principal.getName(), Permission.ofUsers()));
    }
}
