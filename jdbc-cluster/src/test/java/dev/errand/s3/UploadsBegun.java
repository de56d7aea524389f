package dev.errand.s3;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Changes when uploads were begun. */
record UploadsBegun(Instant time) implements UnaryOperator<SdkResponse> {

    static UploadsBegun at(Instant time) {
        return new UploadsBegun(time);
    }

    @Override
    public SdkResponse apply(SdkResponse response) {
        if (!(response instanceof ListMultipartUploadsResponse uploads)) {
            return response;
        }
        List<MultipartUpload> changed = uploads.uploads().stream()
                .map(upload -> upload.toBuilder().initiated(time).build())
                .toList();
        return uploads.toBuilder().uploads(changed).build();
    }
}
