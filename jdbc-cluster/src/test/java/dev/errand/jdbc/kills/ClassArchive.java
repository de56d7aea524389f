package dev.errand.jdbc.kills;

import dev.errand.jdbc.parts.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The classes of the children as the JVM wants to have them in order to start twice as fast: in jars, and in an archive of
 * those that are needed. That matters when hundreds are started.
 */
final class ClassArchive {

    private static final String SHARED_BY_ALL = build();

    private ClassArchive() {}

    /** A child that finds its classes in jars, and in the archive, if that was written by now. */
    static ChildProcess.Launch quickly(ChildProcess.Launch launch) {
        Path archive = archive();
        return Files.exists(archive)
                ? launch.on(SHARED_BY_ALL).with("-XX:SharedArchiveFile=" + archive)
                : launch.on(SHARED_BY_ALL);
    }

    /** A child that writes the archive, if it ends in good order. */
    static ChildProcess.Launch writing(ChildProcess.Launch launch) {
        return launch.on(SHARED_BY_ALL).with("-XX:ArchiveClassesAtExit=" + archive(), "-Xlog:disable");
    }

    /** Whether nobody has written it yet. */
    static boolean isMissing() {
        return !Files.exists(archive());
    }

    private static Path directory() {
        return Path.of("target", "kills").toAbsolutePath();
    }

    private static Path archive() {
        return directory().resolve("classes-" + ProcessHandle.current().pid() + ".jsa");
    }

    private static String build() {
        List<String> path = new ArrayList<>();
        try {
            Files.createDirectories(directory());
            for (String element : ChildProcess.Launch.classPath().split(File.pathSeparator, -1)) {
                if (!element.isBlank()) {
                    path.add(Files.isDirectory(Path.of(element)) ? jar(Path.of(element), path.size()) : element);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        archive().toFile().deleteOnExit();
        return String.join(File.pathSeparator, path);
    }

    private static String jar(Path classes, int number) throws IOException {
        Path jar = directory().resolve(number + "-" + ProcessHandle.current().pid() + ".jar");
        jar.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return jar.toString();
    }
}
