package dev.errand.spring;

import dev.errand.ErrandException;

/** The dashboard is on, nobody signs in, and all calls come through a proxy: who is an operator cannot be told. */
public final class UnsecuredDashboardException extends ErrandException {

    private static final long serialVersionUID = 1L;

    /** Refuses to serve it. */
    public UnsecuredDashboardException() {
        super(
                "errand.web.dashboard.enabled is true, but nobody signs in to this application, and it is behind a proxy, so that no"
                        + " call can be known to come from this machine",
                null);
    }
}
