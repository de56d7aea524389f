package dev.errand.excel.template;

import dev.errand.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** A workbook that cannot be filled. */
final class InvalidTemplate extends InvalidInputException {

    private static final long serialVersionUID = 1L;

    InvalidTemplate(String field, @Nullable Object value, String limit) {
        super(field + " of the template", value, limit);
    }
}
