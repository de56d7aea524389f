package dev.errand.samples.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The bank as a worker sees it: it takes money for whoever asks, as often as it is asked. */
final class Bank {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    Bank(int port) {
        this.port = port;
    }

    /** Pays a claim, and gives the number of the receipt. If it throws, nobody knows whether the bank has paid. */
    String transfer(Claim claim) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/transfers/" + claim.number()))
                .timeout(LIMIT)
                .POST(BodyPublishers.ofString(claim.amount().toPlainString()))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("the bank says " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
