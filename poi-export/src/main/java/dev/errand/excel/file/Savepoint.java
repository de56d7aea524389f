package dev.errand.excel.file;

import java.io.IOException;
import java.util.Optional;

/** Where somebody who writes a file keeps how far it has come, for whoever goes on with it. For one thread. */
public interface Savepoint {

    /** Keeps nothing. */
    Savepoint NONE = new Savepoint() {
        @Override
        public boolean isKept() {
            return false;
        }

        @Override
        public Optional<byte[]> saved() {
            return Optional.empty();
        }

        @Override
        public boolean isDue() {
            return false;
        }

        @Override
        public void save(byte[] state) {
            throw new IllegalStateException("nothing is kept");
        }
    };

    /**
     * Whether anything is kept at all.
     *
     * @return the same each time
     */
    boolean isKept();

    /**
     * What was saved last, by whoever wrote the file before.
     *
     * @return its state then; empty to begin at the beginning
     */
    Optional<byte[]> saved();

    /**
     * Whether it is time to save.
     *
     * @return true when enough time has passed
     */
    boolean isDue();

    /**
     * Makes sure of all that was written, and of this state in place of the one before.
     *
     * @param state all that is needed to go on from the present end of the file
     * @throws IOException if that fails; the one before stays then
     */
    void save(byte[] state) throws IOException;
}
