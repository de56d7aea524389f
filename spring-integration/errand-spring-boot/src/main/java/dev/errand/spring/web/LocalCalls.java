package dev.errand.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells the calls that come from this machine. It goes by the connection, and not by what a proxy says of it, which others can
 * make up: a call that went through a proxy came from elsewhere, even if the proxy is on this machine.
 *
 * <p>It is also looked whether the call is meant for this machine. Another site can give its own name the address of this
 * machine (DNS rebinding), and a browser would then let its pages read what is answered here.
 *
 * <p>A proxy on this machine that neither adds a header nor keeps the name of the host cannot be told from a browser.
 */
final class LocalCalls {

    private static final List<String> HEADERS_OF_PROXIES =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    /** Set by Tomcat where it has taken the address of a request from such a header, and the header away. */
    private static final String FORWARDED_BY_TOMCAT = "org.apache.tomcat.request.forwarded";

    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.%]*");

    private LocalCalls() {}

    static boolean isLocal(HttpServletRequest request) {
        HttpServletRequest received = asReceived(request);
        return received.getAttribute(FORWARDED_BY_TOMCAT) == null
                && HEADERS_OF_PROXIES.stream().allMatch(name -> received.getHeader(name) == null)
                && isLoopback(received.getRemoteAddr())
                && isNameOfThisMachine(received.getServerName());
    }

    /** Filters, such as that of Spring for the headers of proxies, wrap what the container has received. */
    private static HttpServletRequest asReceived(HttpServletRequest request) {
        HttpServletRequest inner = request;
        while (inner instanceof HttpServletRequestWrapper wrapper
                && wrapper.getRequest() instanceof HttpServletRequest wrapped) {
            inner = wrapped;
        }
        return inner;
    }

    private static boolean isNameOfThisMachine(@Nullable String name) {
        if (name == null) {
            return false;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.endsWith(".localhost")
                || isLoopback(lower.replaceAll("[\\[\\]]", ""));
    }

    /** Only for literals: what is not one would be looked up. */
    private static boolean isLoopback(@Nullable String address) {
        try {
            return address != null
                    && LITERAL.matcher(address).matches()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
