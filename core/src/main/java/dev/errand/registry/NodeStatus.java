package dev.errand.registry;

import java.time.Instant;

/**
 * How a node stands, as its registry knows it.
 *
 * @param node which one
 * @param aliveUntil until when its lease lasts, by the registry's clock: when that is past, it is taken for dead
 * @param alive whether its lease lasts
 * @param draining whether it was asked to start nothing more
 * @param running how many tasks it runs
 */
public record NodeStatus(Node node, Instant aliveUntil, boolean alive, boolean draining, int running) {}
