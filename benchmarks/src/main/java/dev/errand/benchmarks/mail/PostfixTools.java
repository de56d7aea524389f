package dev.errand.benchmarks.mail;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Postfix brings for tests of load, where it is installed: in a folder that is not on everybody's path. */
final class PostfixTools {

    private static final String USUAL = "/usr/sbin";
    private static final String MOST_CONNECTIONS = "512";
    private static final int PAUSE_MILLIS = 20;

    private PostfixTools() {}

    static Optional<String> find(String program) {
        String path = String.valueOf(System.getenv("PATH"));
        return Stream.concat(
                        Pattern.compile(File.pathSeparator, Pattern.LITERAL).splitAsStream(path), Stream.of(USUAL))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /**
     * Starts the sink on a port that is free, and waits until it listens.
     *
     * @return that port
     */
    static String startSink(String program, List<Process> processes) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        boolean root = System.getProperty("user.name").equals("root"); // which it does not want to stay
        List<String> command = new ArrayList<>(List.of(program, "-m", MOST_CONNECTIONS));
        command.addAll(root ? List.of("-u", "nobody") : List.of());
        command.addAll(List.of("127.0.0.1:" + port, MOST_CONNECTIONS));
        Process sink = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(sink);
        while (!listens(port)) {
            if (sink.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(program + " has ended with " + sink.exitValue());
            }
        }
        return String.valueOf(port);
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
