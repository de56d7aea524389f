package dev.errand.engine;

import dev.errand.InvalidInputException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What engines are called by people. */
final class NodeNames {

    private static final int LONGEST = 200;

    private NodeNames() {}

    /** The host's name and the process id. */
    static String ofThisProcess() {
        return hostName() + "-" + ProcessHandle.current().pid();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    static String require(String name) {
        boolean fits =
                !name.isBlank() && name.length() <= LONGEST && name.chars().noneMatch(Character::isISOControl);
        if (!fits) {
            throw new InvalidInputException(
                    "node name", name, "be one line of 1 to " + LONGEST + " characters without control characters");
        }
        return name;
    }
}
