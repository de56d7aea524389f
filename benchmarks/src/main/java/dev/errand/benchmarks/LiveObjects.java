package dev.errand.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The objects on the heap that something refers to, counted by class, as HotSpot's {@code GC.class_histogram} does.
 *
 * @param byClass how many of each class, and how many bytes they take
 */
record LiveObjects(Map<String, Share> byClass) {

    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");

    /**
     * The objects of a class.
     *
     * @param count how many
     * @param bytes what they take, without what they refer to
     */
    record Share(long count, long bytes) {

        static final Share NONE = new Share(0, 0);

        Share minus(Share earlier) {
            return new Share(count - earlier.count, bytes - earlier.bytes);
        }
    }

    /** Collects the garbage and counts the rest. */
    static LiveObjects now() {
        Map<String, Share> byClass = new HashMap<>();
        histogram().lines().map(ROW::matcher).filter(Matcher::matches).forEach(row -> {
            Share share = new Share(Long.parseLong(row.group(1)), Long.parseLong(row.group(2)));
            byClass.put(row.group(3), share);
        });
        return new LiveObjects(byClass);
    }

    private static String histogram() {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException("only a HotSpot JVM can count its objects", e);
        }
    }

    /** All of them together. */
    long bytes() {
        return byClass.values().stream().mapToLong(Share::bytes).sum();
    }

    /** What has come since, the most bytes first. */
    Stream<Map.Entry<String, Share>> since(LiveObjects earlier) {
        return byClass.entrySet().stream()
                .map(now -> Map.entry(
                        now.getKey(), now.getValue().minus(earlier.byClass.getOrDefault(now.getKey(), Share.NONE))))
                .sorted(Comparator.comparingLong(entry -> -entry.getValue().bytes()));
    }
}
