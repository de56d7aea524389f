package dev.errand.samples.claims;

import static dev.errand.SubmitOptions.by;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.engine.TaskEngine;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTls;
import dev.errand.mail.smtp.SmtpTransport;
import dev.errand.samples.data.MailServer;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The main job, from end to end: an export and a campaign run at the same time, a third task is cancelled half-way, and
 * nobody waits for any of them but to watch.
 */
@Command(
        name = "demo",
        description = "Exports claims to Excel and mails reminders at the same time, in the background.")
public final class ClaimsDemo implements Callable<Integer> {

    private static final int MOST_ROWS = 1_048_575;
    private static final int SMTP_CONNECTIONS = 8;
    private static final Duration LONGEST = Duration.ofHours(1);

    @Option(
            names = "--rows",
            defaultValue = "13000",
            description = "How many claims, up to 1048575 (default: ${DEFAULT-VALUE})")
    private int rows;

    @Option(names = "--members", defaultValue = "10000", description = "How many members (default: ${DEFAULT-VALUE})")
    private int members;

    @Option(
            names = "--smtp",
            paramLabel = "HOST:PORT",
            description = "Send to this server, unencrypted, not to the embedded one")
    private String smtp = "";

    @Option(
            names = "--dir",
            defaultValue = "target/demo",
            description = "Where to leave database, files and mail (default: ${DEFAULT-VALUE})")
    private Path directory = Path.of("target/demo");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit")
    @SuppressWarnings("UnusedVariable") // picocli answers it
    private boolean help;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--plain", description = "Lines in place of live bars")
    private boolean plain;

    private final PrintStream out;

    private ClaimsDemo(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the demo.
     *
     * @param arguments its options; {@code --help} lists them
     */
    public static void main(String... arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        System.exit(run(out, arguments));
    }

    static int run(PrintStream out, String... arguments) {
        return new CommandLine(new ClaimsDemo(out))
                .setOverwrittenOptionsAllowed(true)
                .execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        requireRange("--rows", rows, MOST_ROWS);
        requireRange("--members", members, Integer.MAX_VALUE);
        Optional<SmtpServer> given = smtp.isEmpty() ? Optional.empty() : Optional.of(server(smtp));
        clear();
        try (ClaimsDatabase database = new ClaimsDatabase(directory)) {
            database.fill(rows, members);
            out.printf(Locale.ROOT, "%,d claims and %,d members are in %s%n", rows, members, database.url());
            boolean done = given.isPresent() ? runTasks(database, given.get()) : runWithEmbeddedMail(database);
            return done ? 0 : 1;
        }
    }

    private boolean runWithEmbeddedMail(ClaimsDatabase database) throws Exception {
        try (MailServer embedded = new MailServer(directory.resolve("mail.mbox"))) {
            return runTasks(database, server("localhost:" + embedded.port()));
        }
    }

    private boolean runTasks(ClaimsDatabase database, SmtpServer mail) throws InterruptedException {
        DirectoryArtifactStore files = DirectoryArtifactStore.in(directory.resolve("artifacts"));
        try (TaskEngine tasks = TaskEngine.builder()
                .register(ExportClaims.TYPE, new ExportClaims(database.source()))
                .register(ExportByMonth.TYPE, new ExportByMonth(database.source()))
                .register(RemindMembers.TYPE, new RemindMembers(database.source(), SmtpTransport.to(mail)))
                .artifacts(files)
                .build()) {
            long start = System.nanoTime();
            TaskHandle<Artifact> export = tasks.submit(
                    ExportClaims.TYPE, new ClaimQuery(""), by("ana").title("Claims to Excel"));
            long first = System.nanoTime();
            TaskHandle<CampaignReport> campaign = tasks.submit(
                    RemindMembers.TYPE, new ReminderQuery(2026), by("ana").title("Reminders"));
            long second = System.nanoTime();
            TaskHandle<MonthFiles> months = tasks.submit(
                    ExportByMonth.TYPE, new ClaimQuery(""), by("bea").title("Workbook per month"));
            months.updates().subscribe(new CancelHalfWay(months));
            out.println("Submitted, and free to go on:");
            out.printf("  %s  Claims to Excel%n  %s  Reminders%n", export.id(), campaign.id());
            out.printf("A third, to be cancelled half-way:%n  %s  Workbook per month%n%n", months.id());

            new ProgressDisplay(out, !plain).showUntilEnded(List.of(export, campaign, months));

            Report report = new Report(out, files);
            boolean exported = report.export(export, outcomeOf(export));
            boolean sent = report.campaign(campaign, outcomeOf(campaign));
            boolean cancelled = report.months(months, outcomeOf(months));
            printTimes(first - start, second - first, export, campaign);
            return exported && sent && cancelled;
        }
    }

    private void printTimes(long firstNanos, long secondNanos, TaskHandle<?> export, TaskHandle<?> campaign) {
        out.println();
        out.printf(Locale.ROOT, "Submit to id: %.3f ms, then %.3f ms%n", firstNanos / 1e6, secondNanos / 1e6);
        out.printf("Export:       %s%n", Report.seconds(Report.took(export.snapshot())));
        out.printf("Campaign:     %s%n", Report.seconds(Report.took(campaign.snapshot())));
        if (smtp.isEmpty()) {
            out.println("Mail:         " + directory.resolve("mail.mbox").toAbsolutePath());
        }
    }

    private static <R> Outcome<R> outcomeOf(TaskHandle<R> handle) throws InterruptedException {
        return handle.await(LONGEST).orElseThrow();
    }

    private SmtpServer server(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        if (colon < 1 || !hostAndPort.substring(colon + 1).matches("\\d{1,5}")) {
            throw refused("--smtp is \"" + hostAndPort + "\", but must be HOST:PORT");
        }
        try {
            return SmtpServer.at(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)))
                    .tls(SmtpTls.NONE)
                    .maxConnections(SMTP_CONNECTIONS);
        } catch (InvalidInputException e) {
            throw refused("--smtp: " + e.getMessage());
        }
    }

    /** Removes what an earlier run has left, and nothing else. */
    private void clear() throws IOException {
        Files.createDirectories(directory);
        for (String name : List.of("claims.mv.db", "claims.trace.db", "mail.mbox")) {
            Files.deleteIfExists(directory.resolve(name));
        }
        Path artifacts = directory.resolve("artifacts");
        if (Files.isDirectory(artifacts)) {
            try (Stream<Path> old = Files.walk(artifacts)) {
                for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void requireRange(String option, int value, int most) {
        if (value < 0 || value > most) {
            throw refused(option + " is " + value + ", but must be 0 to " + most);
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
