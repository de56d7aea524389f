package dev.errand.samples.claimsweb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody who has signed in, and calls more often than a browser would. */
final class Browserless {

    private static final Pattern HIDDEN_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager();
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final String address;

    private Browserless(String address) {
        this.address = address;
    }

    static Browserless signIn(String address, String name) throws IOException, InterruptedException {
        Browserless person = new Browserless(address);
        HttpResponse<String> form =
                person.client.send(person.to("/login").build(), HttpResponse.BodyHandlers.ofString());
        Matcher token = HIDDEN_TOKEN.matcher(form.body());
        if (!token.find()) {
            throw new AssertionError("the login page has no token: " + form.body());
        }
        String body = "username=" + name + "&password=" + name + "&_csrf=" + URLEncoder.encode(token.group(1), UTF_8);
        HttpResponse<String> in = person.client.send(
                person.to("/login")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (in.headers().firstValue("Location").filter(to -> to.endsWith("/")).isEmpty()) {
            throw new AssertionError(name + " could not sign in: " + in);
        }
        person.client.send(person.to("/").build(), HttpResponse.BodyHandlers.ofString()); // For the next token
        return person;
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    /** What is there, whatever the status. */
    String get(String path) throws IOException, InterruptedException {
        return answer(path).body();
    }

    HttpResponse<String> answer(String path) throws IOException, InterruptedException {
        return client.send(to(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Submits an export of a branch that has no claims. */
    CompletableFuture<HttpResponse<String>> export() {
        return export("Atlantis");
    }

    /** Submits an export of a branch, as a form encodes its name. */
    CompletableFuture<HttpResponse<String>> export(String branch) {
        String token = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
        return client.sendAsync(
                to("/exports")
                        .header("X-XSRF-TOKEN", token)
                        .header("Sec-Fetch-Site", "same-origin")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("branch=" + branch))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Opens a stream of what happens to her tasks. */
    CompletableFuture<HttpResponse<InputStream>> stream() {
        return client.sendAsync(
                to("/background-tasks/api/v1/events?scope=mine").build(), HttpResponse.BodyHandlers.ofInputStream());
    }
}
