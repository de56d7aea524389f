package dev.errand.faults;

import dev.errand.Artifact;
import dev.errand.artifact.DirectoryArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One of several processes that write, read, delete and sweep in one directory, each with a clock of its own. The name
 * of every file is the SHA-256 of its content, so that all can tell a half file from a whole one.
 */
final class SharedDirectory {

    /** For how long they keep files, which is less than their clocks are apart. */
    static final Duration RETENTION = Duration.ofMinutes(10);

    /** How many files the one that is killed has written before. */
    static final int FILES_OF_VICTIM = 20;

    private static final int ROUNDS = 100;
    private static final int LOOKS_IN_A_ROUND = 10;

    private final Path directory;
    private final InstantSource clock;
    private final DirectoryArtifactStore store;
    private final Random random = new Random();
    private final List<Artifact> kept = new ArrayList<>();
    private int swept;
    private int half;

    private SharedDirectory(Path directory, Duration ahead) {
        this.directory = directory;
        this.clock = InstantSource.offset(InstantSource.system(), ahead);
        this.store = DirectoryArtifactStore.in(directory).keeping(RETENTION).clock(clock);
    }

    /**
     * Waits for a line of input between the two.
     *
     * @param arguments the directory, how far the clock is ahead, and what to do: {@code all}, or {@code die}
     */
    public static void main(String[] arguments) throws Exception {
        SharedDirectory process = new SharedDirectory(Path.of(arguments[0]), Duration.parse(arguments[1]));
        System.out.println("ready");
        int told = System.in.read();
        if (arguments[2].equals("die")) {
            process.writeUntilKilled();
        } else {
            process.run();
        }
        System.out.println("told=" + told);
    }

    private void run() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            write();
            swept += store.sweep(clock.instant());
            look();
            if (i % 2 == 0) {
                store.delete(kept.remove(random.nextInt(kept.size())));
            }
        }
        System.out.println("swept=" + swept);
        System.out.println("half=" + half);
        System.out.println("kept=" + kept.size());
        System.out.println("lost=" + countLost());
    }

    private void writeUntilKilled() throws Exception {
        for (int i = 0; i < FILES_OF_VICTIM; i++) {
            write();
        }
        Artifact never = store.write("never.bin", "application/octet-stream", out -> {
            writeChunk(out);
            System.out.println("half");
            while (true) {
                writeChunk(out);
            }
        });
        System.out.println("written all the same: " + never);
    }

    private static void writeChunk(OutputStream out) throws IOException {
        out.write(new byte[100_000]);
        out.flush();
    }

    private void write() throws Exception {
        byte[] content = new byte[random.nextInt(100_000)];
        random.nextBytes(content);
        kept.add(store.write(nameFor(content), "application/octet-stream", out -> out.write(content)));
    }

    /** At some of what all have written; what is deleted meanwhile counts as whole. */
    private void look() throws Exception {
        List<Path> visible = new ArrayList<>(filesIn(directory));
        Collections.shuffle(visible, random);
        for (Path file : visible.subList(0, Math.min(visible.size(), LOOKS_IN_A_ROUND))) {
            half += isWhole(file) ? 0 : 1;
        }
    }

    private int countLost() throws Exception {
        int lost = 0;
        for (Artifact artifact : kept) {
            try (InputStream in = store.open(artifact)) {
                lost += nameFor(in.readAllBytes()).equals(artifact.fileName()) ? 0 : 1;
            }
        }
        return lost;
    }

    /** The files that are to be seen: those that stand in a folder. */
    static List<Path> filesIn(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> folders = Files.list(directory)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                files.addAll(childrenOf(folder));
            }
        }
        return files;
    }

    private static List<Path> childrenOf(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        } catch (NoSuchFileException deleted) {
            return List.of();
        }
    }

    static boolean isWhole(Path file) throws Exception {
        try {
            return nameFor(Files.readAllBytes(file)).equals(file.getFileName().toString());
        } catch (NoSuchFileException deleted) {
            return true;
        }
    }

    static String nameFor(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)) + ".bin";
    }
}
