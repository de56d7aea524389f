package dev.errand.jdbc.parts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A program that tests need and Maven does not bring. {@code ./verify} installs it where it may, and where it may not, it
 * says so to us: only then is a test aborted, with the reason; otherwise it fails.
 */
enum DebianPackage {
    MARIADB("mariadb-server", "mariadbd"),
    LIBFAKETIME("libfaketime", "faketime/libfaketimeMT.so.1"),
    NFTABLES("nftables", "nft"),
    IPROUTE("iproute2", "ip");

    /** Names of packages, separated by blanks, that {@code ./verify} could not install. */
    private static final String NOT_INSTALLED = "ERRAND_NOT_INSTALLED";

    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/sbin"),
            Path.of("/usr/bin"),
            Path.of("/sbin"),
            Path.of("/usr/local/sbin"),
            Path.of("/usr/local/bin"),
            Path.of("/usr/lib/x86_64-linux-gnu"),
            Path.of("/usr/lib/aarch64-linux-gnu"));

    private static final Set<DebianPackage> TOLD = ConcurrentHashMap.newKeySet();

    private final String packageName;
    private final String file;

    DebianPackage(String packageName, String file) {
        this.packageName = packageName;
        this.file = file;
    }

    /** Where the package's program or library is, if the package is installed. */
    Optional<Path> find() {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(file))
                .filter(Files::exists)
                .findFirst();
    }

    /**
     * Where the package's program or library is.
     *
     * @throws org.opentest4j.TestAbortedException if it is known that it could not be installed
     * @throws AssertionError saying how to install it, otherwise
     */
    Path require() {
        return find().orElseThrow(() -> {
            String notInstalled = System.getenv(NOT_INSTALLED);
            excuse(notInstalled == null ? "" : notInstalled).ifPresent(this::abort);
            return new AssertionError(demand());
        });
    }

    /** Why a test may be aborted that needs it, if it may. */
    Optional<String> excuse(String notInstalled) {
        return Stream.of(notInstalled.split(" "))
                .filter(packageName::equals)
                .map(name -> name + " is missing, and ./verify could not install it: this was not tested")
                .findAny();
    }

    /** What to do, where a test may not be aborted. */
    String demand() {
        return packageName + " is missing, which this test needs: run ./verify as root, or"
                + " apt-get install --no-install-recommends " + packageName;
    }

    /** Says so on the console too, once. */
    private void abort(String reason) {
        if (TOLD.add(this)) {
            System.err.println("[WARNING] " + reason);
        }
        Assumptions.abort(reason);
    }
}
