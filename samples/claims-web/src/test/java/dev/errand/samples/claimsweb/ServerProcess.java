package dev.errand.samples.claimsweb;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The sample in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {

    private static final String STARTED = "Open http://localhost:";
    private static final int LONGEST_START = 120; // Seconds
    private static final int LONGEST_STOP = 60; // Seconds

    private final Process process;
    private final CountDownLatch started = new CountDownLatch(1);
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Returns when it serves. */
    static ServerProcess start(Path directory, int port, List<String> ofJvm, List<String> properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ofJvm);
        command.add("-Dclaims.directory=" + directory);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ClaimsWeb.class.getName());
        command.add("--server.port=" + port);
        command.addAll(properties);
        Files.createDirectories(directory);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ServerProcess server = new ServerProcess(process, directory.resolve("server.log"));
        Thread.ofPlatform().daemon().name("server log").start(server::readLog);
        if (!server.started.await(LONGEST_START, TimeUnit.SECONDS) || !process.isAlive()) {
            process.destroyForcibly();
            throw new AssertionError("the server did not start: " + Files.readString(server.log));
        }
        return server;
    }

    /**
     * One that is free, and stays free while no server is there: it is below those that systems choose for outgoing
     * connections, such as those of a browser that tries to reach the server again.
     */
    static int freePort() {
        while (true) {
            int candidate = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // the next one, then
            }
        }
    }

    private void readLog() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (line.contains(STARTED)) {
                    started.countDown();
                }
            }
        } catch (IOException e) {
            // It was killed
        } finally {
            started.countDown();
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As an operating system asks for it, with SIGTERM; how long it took, in milliseconds. */
    long stop() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(LONGEST_STOP, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not stop within " + LONGEST_STOP + " seconds");
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
