package dev.errand.jdbc.table;

import dev.errand.registry.Encoded;

/** A payload as it stands in the table. Two are equal if their texts are. */
record StoredPayload(String stored, Payloads payloads) implements Encoded {

    private static final int LONGEST_SHOWN = 200;

    @Override
    public <T> T decode(Class<T> type) {
        return payloads.decode(stored, type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredPayload payload && payload.stored.equals(stored);
    }

    @Override
    public int hashCode() {
        return stored.hashCode();
    }

    @Override
    public String toString() {
        return stored.length() <= LONGEST_SHOWN ? stored : stored.substring(0, LONGEST_SHOWN) + "…";
    }
}
