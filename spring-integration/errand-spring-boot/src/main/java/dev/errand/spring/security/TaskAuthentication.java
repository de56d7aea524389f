package dev.errand.spring.security;

import dev.errand.Owner;
import java.util.Collection;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who a task runs as: its owner, by name only. It has none of the credentials that its owner logged in with, and no authority
 * beside those that the application gives to tasks.
 */
public final class TaskAuthentication extends AbstractAuthenticationToken {

    private static final long serialVersionUID = 1L;

    private final transient Owner owner;
    private final String type;

    /**
     * An authentication of a task.
     *
     * @param owner on whose behalf it runs
     * @param type the name of its type
     * @param authorities what it may do
     */
    public TaskAuthentication(Owner owner, String type, Collection<? extends GrantedAuthority> authorities) {
        super(authorities);
        this.owner = owner;
        this.type = type;
        setAuthenticated(true);
    }

    /**
     * An authentication without authorities.
     *
     * @param owner on whose behalf the task runs
     * @param type the name of its type
     */
    public TaskAuthentication(Owner owner, String type) {
        this(owner, type, List.of());
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Owner getPrincipal() {
        return owner;
    }

    @Override
    public String getName() {
        return owner.id();
    }

    /**
     * The type of the task.
     *
     * @return its name
     */
    public String type() {
        return type;
    }
}
