package dev.errand.s3;

import dev.errand.Artifact;

/** Lets the server copy a file to another key: as a whole, or in parts if it is large. The copy appears when it is complete. */
record ObjectCopy(Bucket bucket, ObjectKey from, ObjectKey to) {

    void run(Artifact artifact, long atOnce) {
        if (artifact.size() <= atOnce) {
            copyWhole();
            return;
        }
        PartUpload parts = PartUpload.begin(bucket, to, artifact.mediaType());
        try {
            for (long first = 0; first < artifact.size(); first += atOnce) {
                parts.copy(from, first, Math.min(first + atOnce, artifact.size()) - 1);
            }
            parts.complete();
        } finally {
            parts.abandon();
        }
    }

    /** With what else is known of the file, such as its type. */
    private void copyWhole() {
        var unused = bucket.ask(
                "cannot keep",
                from,
                client -> client.copyObject(copy -> copy.sourceBucket(bucket.name())
                        .sourceKey(from.toString())
                        .destinationBucket(bucket.name())
                        .destinationKey(to.toString())));
    }
}
