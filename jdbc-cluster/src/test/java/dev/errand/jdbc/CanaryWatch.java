package dev.errand.jdbc;

import java.util.concurrent.atomic.AtomicBoolean;

/** Sees whether a class was so much as initialised that nobody may make. */
final class CanaryWatch {

    static final AtomicBoolean HATCHED = new AtomicBoolean();

    private CanaryWatch() {}
}
