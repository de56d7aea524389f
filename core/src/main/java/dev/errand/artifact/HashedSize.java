package dev.errand.artifact;

/** What is known of a file once it is written. */
record HashedSize(long bytes, String sha256) {}
