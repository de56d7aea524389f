package dev.errand.benchmarks.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What processes have computed since they began.
 *
 * @param byProcess the time of each that lives, by its id
 */
record CpuTime(Map<Long, Duration> byProcess) {

    static CpuTime of(Stream<ProcessHandle> processes) {
        return new CpuTime(processes.collect(Collectors.toMap(
                ProcessHandle::pid, process -> process.info().totalCpuDuration().orElse(Duration.ZERO))));
    }

    /** What those that still live have computed since; what others did after that moment is lost. */
    Duration since(CpuTime earlier) {
        return byProcess.entrySet().stream()
                .map(now -> now.getValue().minus(earlier.byProcess.getOrDefault(now.getKey(), Duration.ZERO)))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
