package dev.errand.webhook;

import dev.errand.InvalidInputException;
import dev.errand.notice.TaskNotice;
import dev.errand.notice.TaskNotifier;
import dev.errand.notice.UndeliveredException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells another program that tasks have ended: by a POST of JSON to one address, signed as the specification "Standard Webhooks"
 * says, with the headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}.
 *
 * <p>Each notice is delivered at least once: it is only then written down. So one may come twice, with the same
 * {@code webhook-id}, and whoever gets it must not act on it twice; the body may be a little newer the second time. Any answer
 * but 200 to 299, all of it within 15 seconds, is tried again, except 410, which says that nobody wants it any more; redirects
 * are not followed.
 *
 * <p>Immutable. May be used from any thread.
 */
public final class WebhookNotifier implements TaskNotifier {

    private static final Duration TO_CONNECT = Duration.ofSeconds(5);
    private static final Duration TO_ANSWER = Duration.ofSeconds(15);
    private static final int GONE = 410;

    private final URI address;
    private final WebhookSecret secret;
    private final InstantSource clock;
    private final Duration toAnswer;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TO_CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private WebhookNotifier(URI address, WebhookSecret secret, InstantSource clock, Duration toAnswer) {
        this.address = address;
        this.secret = secret;
        this.clock = clock;
        this.toAnswer = toAnswer;
    }

    /**
     * Posts to an address.
     *
     * @param address http or https, with a host; https for anything but a test
     * @param secret what the signature is made with: {@code whsec_} and 24 to 64 random bytes in Base64
     * @return a notifier for the ends of all tasks
     * @throws InvalidInputException if one of them is not like that; the secret is not repeated in its message
     */
    public static WebhookNotifier to(URI address, String secret) {
        boolean web = "https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme());
        if (!web || address.getHost() == null) {
            throw new InvalidInputException("webhook address", address, "begin with https:// and a host");
        }
        Objects.requireNonNull(secret, "secret");
        return new WebhookNotifier(address, WebhookSecret.of(secret), InstantSource.system(), TO_ANSWER);
    }

    /** The same, which waits only so long for a whole answer. */
    WebhookNotifier answeredWithin(Duration longest) {
        return new WebhookNotifier(address, secret, clock, longest);
    }

    /** {@inheritDoc} */
    @Override
    public String name() {
        return "webhook";
    }

    /** {@inheritDoc} */
    @Override
    public boolean wants(TaskNotice notice) {
        return true;
    }

    /** {@inheritDoc} */
    @Override
    public boolean isRepeatable() {
        return true;
    }

    /** {@inheritDoc} */
    @Override
    public void deliver(List<TaskNotice> notices) throws InterruptedException {
        for (TaskNotice notice : notices) {
            deliver(notice);
        }
    }

    private void deliver(TaskNotice notice) throws InterruptedException {
        String body = NoticeBody.of(notice);
        long timestamp = clock.instant().getEpochSecond();
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("content-type", "application/json")
                .header("webhook-id", notice.id())
                .header("webhook-timestamp", String.valueOf(timestamp))
                .header("webhook-signature", secret.sign(notice.id(), timestamp, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = statusOf(request);
        if (status == GONE) {
            throw UndeliveredException.ever(address.getHost() + " answered 410: nobody wants it any more");
        }
        if (status < 200 || status > 299) {
            throw UndeliveredException.now(address.getHost() + " answered " + status, null);
        }
    }

    /** The time limit of a request ends with the headers of its answer, so the body needs one too: it may stop midway. */
    private int statusOf(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(toAnswer.toNanos(), TimeUnit.NANOSECONDS).statusCode();
        } catch (ExecutionException | TimeoutException e) {
            Throwable why = e instanceof ExecutionException ? e.getCause() : e;
            throw UndeliveredException.now("no answer from " + address.getHost() + ": " + why, why);
        } finally {
            answer.cancel(true); // has an effect only if there is no answer
        }
    }

    @Override
    public String toString() {
        return "webhook to " + address.getHost();
    }
}
