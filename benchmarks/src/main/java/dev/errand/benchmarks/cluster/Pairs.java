package dev.errand.benchmarks.cluster;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Two processes for each contender, kept for all rounds, so that they are warm and nobody warms those of others. */
final class Pairs implements AutoCloseable {

    private final Map<Contenders, List<NodeProcess>> pairs = new EnumMap<>(Contenders.class);

    List<NodeProcess> of(Contenders contender) throws IOException {
        List<NodeProcess> pair = pairs.get(contender);
        if (pair == null) {
            pair = List.of(new NodeProcess(), new NodeProcess());
            pairs.put(contender, pair);
        }
        return pair;
    }

    @Override
    public void close() {
        pairs.values().forEach(pair -> pair.forEach(NodeProcess::close));
    }
}
