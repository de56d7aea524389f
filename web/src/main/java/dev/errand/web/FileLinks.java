package dev.errand.web;

import dev.errand.Artifact;
import java.net.URI;
import java.util.Optional;

/** Links to files that a store hands out itself, so that their content need not go through this server. */
@FunctionalInterface
public interface FileLinks {

    /**
     * A link that anybody can use who has it, and that soon stops working. It is asked for once for each download that is
     * allowed, and counts as one when it is handed out: what becomes of it, only the store knows.
     *
     * @param artifact the file
     * @return empty to send the content from here
     */
    Optional<URI> linkTo(Artifact artifact);
}
