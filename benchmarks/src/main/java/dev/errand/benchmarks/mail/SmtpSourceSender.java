package dev.errand.benchmarks.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Postfix' {@code smtp-source}, a generator of load in C: it makes no messages, sends the same 4 KB again and again, over
 * connections that it keeps, and waits for the reply to each command.
 */
final class SmtpSourceSender implements MailSender {

    private static final String BYTES = "4200";

    /** What POSIX lets a shell say of the processes that it has started: {@code 0m0.012s 0m0.345s}. */
    private static final Pattern TIME = Pattern.compile("(\\d+)m([0-9.]+)s");

    @Override
    public Duration send(int port, int connections, int messages) throws IOException, InterruptedException {
        String program = PostfixTools.find("smtp-source").orElseThrow();
        String source = String.join(
                " ",
                List.of(
                        program,
                        "-d -s",
                        String.valueOf(Math.min(connections, messages)),
                        "-m",
                        String.valueOf(messages),
                        "-l",
                        BYTES,
                        "-f",
                        Recipient.FROM,
                        "-t user@example.org 127.0.0.1:" + port));
        Process shell = new ProcessBuilder("sh", "-c", source + " && times")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), US_ASCII);
        if (shell.waitFor() != 0) {
            throw new IOException("smtp-source failed: " + said);
        }
        Matcher times = TIME.matcher(said.strip().lines().skip(1).findFirst().orElseThrow());
        double seconds = 0;
        while (times.find()) {
            seconds += Integer.parseInt(times.group(1)) * 60 + Double.parseDouble(times.group(2));
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
