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
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Messages a second, and what one costs the client: all contenders in one run, in turns, against a sink that offers
 * PIPELINING, or CHUNKING as well, without a delay and with a round trip of 20 ms; and against Postfix' {@code smtp-sink}, where
 * it is installed.
 *
 * <p>Everybody reuses as many connections, which are opened within the time that is measured; Angus on virtual threads, Simple
 * Java Mail in its pool. Angus and all that stands on it looks up its provider for each part of a message unless a property of
 * the process names it, which is measured for itself. {@code smtp-source} makes no messages.
 */
final class MailComparison {

    /** A sink, and how many go there. */
    private record Setting(String caption, int sink, int connections, int messages) {

        /** Whether a part of its caption begins like that. */
        boolean has(String part) {
            return (", " + caption).contains(", " + part);
        }
    }

    private static final int SMTP_SINK = 4;
    private static final String[] SINKS = {"0:PIPELINING", "0:CHUNKING", "20:PIPELINING", "20:CHUNKING"};
    private static final List<Setting> SETTINGS = List.of(
            new Setting("0 ms, PIPELINING, 1 connection", 0, 1, 5_000),
            new Setting("0 ms, PIPELINING, 8 connections", 0, 8, 10_000),
            new Setting("0 ms, PIPELINING, 32 connections", 0, 32, 10_000),
            new Setting("0 ms, PIPELINING, 100 connections", 0, 100, 10_000),
            new Setting("0 ms, CHUNKING, 1 connection", 1, 1, 5_000),
            new Setting("0 ms, CHUNKING, 8 connections", 1, 8, 10_000),
            new Setting("0 ms, CHUNKING, 32 connections", 1, 32, 10_000),
            new Setting("0 ms, CHUNKING, 100 connections", 1, 100, 10_000),
            new Setting("20 ms, PIPELINING, 1 connection", 2, 1, 40),
            new Setting("20 ms, PIPELINING, 8 connections", 2, 8, 320),
            new Setting("20 ms, PIPELINING, 32 connections", 2, 32, 1_280),
            new Setting("20 ms, PIPELINING, 100 connections", 2, 100, 4_000),
            new Setting("20 ms, CHUNKING, 1 connection", 3, 1, 40),
            new Setting("20 ms, CHUNKING, 8 connections", 3, 8, 320),
            new Setting("20 ms, CHUNKING, 32 connections", 3, 32, 1_280),
            new Setting("20 ms, CHUNKING, 100 connections", 3, 100, 4_000),
            new Setting("0 ms, smtp-sink, 1 connection", SMTP_SINK, 1, 5_000),
            new Setting("0 ms, smtp-sink, 8 connections", SMTP_SINK, 8, 10_000),
            new Setting("0 ms, smtp-sink, 32 connections", SMTP_SINK, 32, 10_000),
            new Setting("0 ms, smtp-sink, 100 connections", SMTP_SINK, 100, 10_000));
    private static final int WARM_UPS = 4;
    private static final String PROVIDER =
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider";

    private MailComparison() {}

    /**
     * Compares.
     *
     * @param arguments how many rounds, 5 without; and what captions have between two commas, for those settings only that have one of them
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int rounds = arguments.length == 0 ? 5 : Integer.parseInt(arguments[0]);
        List<String> parts = List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
        Optional<String> smtpSink = PostfixTools.find("smtp-sink");
        List<Setting> settings = SETTINGS.stream()
                .filter(setting -> parts.isEmpty() || parts.stream().anyMatch(setting::has))
                .filter(setting -> setting.sink != SMTP_SINK || smtpSink.isPresent())
                .toList();
        List<Process> processes = new ArrayList<>();
        try {
            Process sink = start(processes, Stream.of(), SmtpSink.class, SINKS);
            BufferedReader said = sink.inputReader(US_ASCII);
            List<String> ports = new ArrayList<>(List.of(said.readLine().strip().split(" ", -1)));
            if (smtpSink.isPresent()) {
                ports.add(PostfixTools.startSink(smtpSink.get(), processes));
            }
            Map<MailContender, Client> clients = new EnumMap<>(MailContender.class);
            for (MailContender contender : MailContender.values()) {
                if (!contender.isHere()
                        || settings.stream().noneMatch(setting -> contender.uses(setting.connections))) {
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
                    client.measure(ports.get(i % 2) + " 8 10000");
                }
            }
            settings.forEach(setting -> compare(setting, ports, clients, rounds));
        } finally {
            processes.forEach(Process::destroy);
        }
    }

    private static void compare(Setting setting, List<String> ports, Map<MailContender, Client> clients, int rounds) {
        Map<MailContender, List<long[]>> samples = new EnumMap<>(MailContender.class);
        String order = ports.get(setting.sink) + " " + setting.connections + " " + setting.messages;
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
