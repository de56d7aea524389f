package dev.errand.spring.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the page of operators, where no security does, from everybody whom the application takes for nobody. The page itself
 * tells of no task; but who cannot use it need not know of it.
 */
public final class DashboardGate extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String REFUSAL =
            "The dashboard answers to calls from the machine that it runs on, because nobody signs in"
                    + " to this application.\n";

    private final transient TaskCallerResolver callers;

    /**
     * Keeps the page.
     *
     * @param callers knows who calls
     */
    public DashboardGate(TaskCallerResolver callers) {
        this.callers = callers;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (callers.callerOf(request).isPresent()) {
            chain.doFilter(request, response);
            return;
        }
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("text/plain;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.getOutputStream().write(REFUSAL.getBytes(StandardCharsets.UTF_8));
    }
}
