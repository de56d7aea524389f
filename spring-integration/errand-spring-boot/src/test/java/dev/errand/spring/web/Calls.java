package dev.errand.spring.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.springframework.context.ConfigurableApplicationContext;

/** Calls to applications that tests have started, over sockets. */
public final class Calls {

    private final HttpClient client;

    /** By whichever version of HTTP the server speaks. */
    public Calls() {
        this(HttpClient.newHttpClient());
    }

    private Calls(HttpClient client) {
        this.client = client;
    }

    /**
     * By HTTP/1.1, so that each has a connection of its own.
     *
     * @return such calls
     */
    public static Calls byHttp11() {
        return new Calls(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    public static HttpRequest.Builder to(ConfigurableApplicationContext context, String path) {
        String port = context.getEnvironment().getProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(ofSeconds(60));
    }

    /** Everybody's password is {@code secret}. */
    public static HttpRequest.Builder as(String user, HttpRequest.Builder request) {
        String login = Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8));
        return request.header("Authorization", "Basic " + login);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Returns when the headers are there. */
    public HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }
}
