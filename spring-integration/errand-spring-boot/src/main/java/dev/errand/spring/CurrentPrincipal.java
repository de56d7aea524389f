package dev.errand.spring;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Knows who is logged in on the current thread. With Spring Security it is asked; without, the request that the thread works on
 * is.
 */
@FunctionalInterface
public interface CurrentPrincipal {

    /**
     * Who is logged in.
     *
     * @return null if nobody is, as on a thread that works on no request
     */
    @Nullable Principal get();
}
