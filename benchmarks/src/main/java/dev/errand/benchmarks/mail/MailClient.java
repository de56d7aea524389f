package dev.errand.benchmarks.mail;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** The process of one contender: for each line with a port, connections and messages, sends them and prints what they cost. */
final class MailClient {

    private MailClient() {}

    /**
     * Sends as often as it is told.
     *
     * @param arguments the name of the contender
     */
    public static void main(String... arguments) throws Exception {
        MailSender sender = MailContender.valueOf(arguments[0]).sender();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] numbers = line.split(" ", -1);
            int messages = Integer.parseInt(numbers[2]);
            System.gc();
            long cpu = system.getProcessCpuTime();
            long bytes = threads.getTotalThreadAllocatedBytes();
            long nanos = System.nanoTime();
            long elsewhere = sender.send(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), messages)
                    .toNanos();
            nanos = System.nanoTime() - nanos;
            System.out.printf(
                    "%d %d %d%n",
                    messages * 1_000_000_000L / nanos,
                    (elsewhere > 0 ? elsewhere : system.getProcessCpuTime() - cpu) / 1_000 / messages,
                    elsewhere > 0 ? 0 : (threads.getTotalThreadAllocatedBytes() - bytes) / messages);
        }
    }
}
