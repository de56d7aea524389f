package dev.errand.samples.claims;

import dev.errand.Artifact;
import java.util.List;

/**
 * The workbooks of months.
 *
 * @param files one for each month that was exported
 */
public record MonthFiles(List<Artifact> files) {

    /** Copies the list. */
    public MonthFiles {
        files = List.copyOf(files);
    }
}
