package dev.errand.jdbc;

import dev.errand.registry.Encoded;

/** A payload as it stands in the table. */
record StoredPayload(String stored, PayloadCodec codec) implements Encoded {

    private static final int LONGEST_SHOWN = 200;

    @Override
    public <T> T decode(Class<T> type) {
        return codec.decode(stored, type);
    }

    @Override
    public String toString() {
        return stored.length() <= LONGEST_SHOWN ? stored : stored.substring(0, LONGEST_SHOWN) + "…";
    }
}
