package dev.errand.s3;

import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** A server on this machine that speaks S3 and checks signatures, with its objects in memory. */
final class S3Server implements AutoCloseable {

    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("errand", "not a secret"));
    private static final S3Configuration PLAIN = S3Configuration.builder()
            .pathStyleAccessEnabled(true)
            .chunkedEncodingEnabled(false)
            .build();

    private final BlobStoreContext objects = ContextBuilder.newBuilder(new TransientNio2BlobProviderMetadata())
            .credentials("nobody", "nothing")
            .build(BlobStoreContext.class);
    private final S3Proxy server = S3Proxy.builder()
            .blobStore(objects.getBlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "errand", "not a secret")
            .build();

    static S3Server start() {
        S3Server started = new S3Server();
        try {
            started.server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not start", e);
        }
        return started;
    }

    /** With those who look at its requests, or change what it sends and gets. */
    S3Client client(ExecutionInterceptor... interceptors) {
        return S3Client.builder()
                .endpointOverride(address())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .serviceConfiguration(PLAIN)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(change -> change.executionInterceptors(List.of(interceptors)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(address())
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .serviceConfiguration(PLAIN)
                .build();
    }

    /** A new one, which is empty. */
    String bucket() {
        String name = "b-" + UUID.randomUUID();
        try (S3Client client = client()) {
            client.createBucket(bucket -> bucket.bucket(name));
        }
        return name;
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        } finally {
            objects.close();
        }
    }
}
