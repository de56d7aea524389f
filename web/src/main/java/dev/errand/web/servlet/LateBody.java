package dev.errand.web.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/** What a request brings. The container is not asked for it before the first read, as it gives it once, be it to the host. */
final class LateBody extends InputStream {

    private final HttpServletRequest request;

    LateBody(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        return request.getInputStream().read();
    }

    @Override
    public int read(byte[] octets, int from, int length) throws IOException {
        return request.getInputStream().read(octets, from, length);
    }
}
