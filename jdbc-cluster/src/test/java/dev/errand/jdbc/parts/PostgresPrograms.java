package dev.errand.jdbc.parts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * PostgreSQL's own programs, and a data directory to copy, since initialising one takes several times as long. Both are made
 * once, and stay until {@code mvn clean}.
 */
final class PostgresPrograms {

    /** What root puts before a command that refuses root: who runs it has no name then, but still owns its files. */
    static final List<String> AS_NOBODY = List.of("unshare", "-U");

    private static final String SYSTEM = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";

    private final Path home;

    private PostgresPrograms(Path home) {
        this.home = home;
    }

    private static final class Once {

        private static final PostgresPrograms PROGRAMS = find();

        private static PostgresPrograms find() {
            try {
                byte[] archive = archive();
                CRC32 sum = new CRC32();
                sum.update(archive);
                Path home = ScratchDirectory.HOME.resolve("postgres-programs-%08x".formatted(sum.getValue()));
                if (!Files.exists(home)) {
                    unpack(archive, home);
                }
                return new PostgresPrograms(home);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Unpacks them, unless that was done before. */
    static PostgresPrograms unpacked() {
        return Once.PROGRAMS;
    }

    Path postgres() {
        return home.resolve("bin/postgres");
    }

    /** Makes a new data directory, in which user postgres may do everything, from any network of this machine. */
    void initialise(Path data) {
        Path template = home.resolve("data");
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, data.resolve(template.relativize(file).toString()), COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] archive() throws IOException {
        try (InputStream archive =
                DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(SYSTEM, System.getProperty("os.arch"))) {
            return archive.readAllBytes();
        }
    }

    /** In a directory that gets its name when it is complete: of two who do it, one is the first. */
    private static void unpack(byte[] archive, Path home) throws IOException {
        try (ScratchDirectory unfinished = ScratchDirectory.of("postgres-unpacking")) {
            Path programs = unfinished.path().resolve("programs");
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(tar, entry, programs.resolve(entry.getName()));
                }
            }
            makeTemplate(programs);
            if (!Files.exists(home)) {
                Files.move(programs, home);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true)) {
                throw new IOException("cannot be made executable: " + target);
            }
        }
    }

    private static void makeTemplate(Path programs) throws IOException {
        Path data = programs.resolve("data");
        List<String> command = new ArrayList<>(LinuxUtils.isUnshareAvailable() ? AS_NOBODY : List.of());
        command.addAll(List.of(programs.resolve("bin/initdb").toString(), "-D", data.toString()));
        command.addAll(List.of("--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"));
        Process initdb = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(initdb.getInputStream().readAllBytes(), UTF_8);
        if (initdb.onExit().join().exitValue() != 0) {
            throw new AssertionError("initdb failed:\n" + printed);
        }
        Path access = data.resolve("pg_hba.conf");
        Files.writeString(access, Files.readString(access) + "host all all samenet trust\n");
    }
}
