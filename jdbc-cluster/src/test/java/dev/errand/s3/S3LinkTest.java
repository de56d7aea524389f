package dev.errand.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Downloads from the bucket itself, by whoever has the link and nothing else. */
@Timeout(20)
class S3LinkTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private static final S3Server SERVER = S3Server.start();

    private final S3Client client = SERVER.client();
    private final S3Presigner presigner = SERVER.presigner();
    private final S3ArtifactStore store =
            S3ArtifactStore.in(client, SERVER.bucket()).prefix("acme/errand/").signedBy(presigner);
    private final HttpClient browser = HttpClient.newHttpClient();

    @AfterAll
    static void stopsTheServer() {
        SERVER.close();
    }

    @AfterEach
    void closesTheClients() {
        browser.close();
        presigner.close();
        client.close();
    }

    @Test
    void leadsToTheFileUnderItsName() throws Exception {
        Artifact artifact = store.write(
                "škody & 'co' 100%.csv", "text/csv; charset=utf-8", out -> out.write("částka\n".getBytes(UTF_8)));

        HttpResponse<String> response = get(store.signedUrl(artifact, FIVE_MINUTES));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("částka\n");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"skody & 'co' 100_.csv\";"
                        + " filename*=UTF-8''%C5%A1kody%20&%20%27co%27%20100%25.csv");
    }

    @Test
    void leadsToAPartOfTheFile() throws Exception {
        Artifact artifact = store.write("a.txt", "text/plain", out -> out.write("0123456789".getBytes(UTF_8)));

        HttpResponse<String> response = get(store.signedUrl(artifact, FIVE_MINUTES), "Range", "bytes=3-5");

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.body()).isEqualTo("345");
    }

    @Test
    void leadsNowhereElse() throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> out.write('1'));
        Artifact other = store.write("b.csv", "text/csv", out -> out.write('2'));
        String link = store.signedUrl(artifact, FIVE_MINUTES).toString();

        assertThat(get(URI.create(link.replace("a.csv", "b.csv").replace(id(artifact), id(other))))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(URI.create(link.replace("text%2Fcsv", "text%2Fhtml"))).statusCode())
                .isEqualTo(403);
        assertThat(get(URI.create(link.substring(0, link.indexOf('?')))).statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.9S", "PT168H0.1S"})
    void worksForASecondToSevenDays(Duration validity) throws Exception {
        Artifact artifact = store.write("a.csv", "text/csv", out -> out.write('1'));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> store.signedUrl(artifact, validity))
                .satisfies(e -> assertThat(e.field()).isEqualTo("validity of a link"));
        assertThat(get(store.signedUrl(artifact, Duration.ofDays(7))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void needsSomebodyWhoSignsIt() throws Exception {
        S3ArtifactStore unsigned = S3ArtifactStore.in(client, SERVER.bucket());
        Artifact artifact = unsigned.write("a.csv", "text/csv", out -> out.write('1'));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> unsigned.signedUrl(artifact, FIVE_MINUTES))
                .withMessage("presigner is null, but must be given with signedBy");
    }

    private static String id(Artifact artifact) {
        return artifact.id().toString();
    }

    private HttpResponse<String> get(URI link, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(link);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
