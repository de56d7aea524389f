package dev.errand.benchmarks.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Messages a second, and what one costs the client: all contenders in one run, in turns, against a sink that offers
 * PIPELINING, or CHUNKING as well, without a delay and with a round trip of 20 ms.
 */
final class MailComparison {

    /** A sink, and how many go there. */
    private record Setting(String caption, int sink, int connections, int messages) {}

    private static final String[] SINKS = {"0:PIPELINING", "0:CHUNKING", "20:PIPELINING", "20:CHUNKING"};
    private static final List<Setting> SETTINGS = List.of(
            new Setting("0 ms, PIPELINING, 1 connection", 0, 1, 5_000),
            new Setting("0 ms, PIPELINING, 8 connections", 0, 8, 10_000),
            new Setting("0 ms, CHUNKING, 1 connection", 1, 1, 5_000),
            new Setting("0 ms, CHUNKING, 8 connections", 1, 8, 10_000),
            new Setting("20 ms, PIPELINING, 1 connection", 2, 1, 40),
            new Setting("20 ms, PIPELINING, 8 connections", 2, 8, 320),
            new Setting("20 ms, CHUNKING, 1 connection", 3, 1, 40),
            new Setting("20 ms, CHUNKING, 8 connections", 3, 8, 320));
    private static final int WARM_UPS = 3;
    private static final String PROVIDER =
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider";

    private MailComparison() {}

    /**
     * Compares.
     *
     * @param arguments how many rounds, 5 without; and what the captions must contain of the settings that are measured
     */
    public static void main(String... arguments) throws IOException {
        int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        List<Setting> settings = SETTINGS.stream()
                .filter(setting -> arguments.length < 2 || setting.caption.contains(arguments[1]))
                .toList();
        List<Process> processes = new ArrayList<>();
        try {
            Process sink = start(processes, Stream.of(), SmtpSink.class, SINKS);
            BufferedReader said = sink.inputReader(US_ASCII);
            int[] ports = Arrays.stream(said.readLine().strip().split(" ", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            Map<MailContender, Client> clients = new EnumMap<>(MailContender.class);
            for (MailContender contender : MailContender.values()) {
                if (settings.stream().noneMatch(setting -> contender.uses(setting.connections))) {
                    continue;
                }
                Process process = start(
                        processes,
                        contender.isNamed() ? Stream.of(PROVIDER) : Stream.of(),
                        MailClient.class,
                        contender.name());
                Client client = new Client(process);
                clients.put(contender, client);
                for (int i = 0; i < WARM_UPS; i++) {
                    client.measure(ports[1] + " 8 10000");
                }
            }
            settings.forEach(setting -> compare(setting, ports, clients, rounds));
        } finally {
            processes.forEach(Process::destroy);
        }
    }

    private static void compare(Setting setting, int[] ports, Map<MailContender, Client> clients, int rounds) {
        Map<MailContender, List<long[]>> samples = new EnumMap<>(MailContender.class);
        String order = ports[setting.sink] + " " + setting.connections + " " + setting.messages;
        for (int round = 0; round < rounds; round++) {
            clients.forEach((contender, client) -> {
                if (contender.uses(setting.connections)) {
                    samples.computeIfAbsent(contender, first -> new ArrayList<>())
                            .add(client.measure(order));
                }
            });
        }
        print(setting, samples, System.out);
    }

    private static void print(Setting setting, Map<MailContender, List<long[]>> samples, PrintStream out) {
        out.printf("%n| %s | messages/s | CPU, µs a message | KiB a message |%n|---|---|---|---|%n", setting.caption);
        long[] first = medians(Objects.requireNonNull(samples.get(MailContender.ERRAND)));
        samples.forEach((contender, measured) -> {
            long[] medians = medians(measured);
            out.printf(
                    "| %s | %,d (%.2f) | %,d (%.2f) | %.1f |%n",
                    contender.caption(),
                    medians[0],
                    medians[0] / (double) first[0],
                    medians[1],
                    medians[1] / (double) first[1],
                    medians[2] / 1024.0);
        });
    }

    private static long[] medians(List<long[]> samples) {
        long[] medians = new long[3];
        for (int i = 0; i < medians.length; i++) {
            int figure = i;
            medians[i] = samples.stream()
                    .mapToLong(sample -> sample[figure])
                    .sorted()
                    .skip(samples.size() / 2)
                    .findFirst()
                    .orElseThrow();
        }
        return medians;
    }

    private static Process start(List<Process> processes, Stream<String> options, Class<?> program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.forEach(command::add);
        command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }

    /** The process of a contender. */
    private static final class Client {

        private final Process process;
        private final BufferedReader said;

        Client(Process process) {
            this.process = process;
            this.said = process.inputReader(US_ASCII);
        }

        /** Messages a second, microseconds of computing and bytes a message. */
        long[] measure(String order) {
            try {
                process.getOutputStream().write((order + "\n").getBytes(US_ASCII));
                process.getOutputStream().flush();
                return Arrays.stream(said.readLine().split(" ", -1))
                        .mapToLong(Long::parseLong)
                        .toArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
