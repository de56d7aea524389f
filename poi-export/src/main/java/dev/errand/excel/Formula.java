package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.sheet.CellText;
import java.util.OptionalDouble;

/**
 * A value that Excel computes. Only such values become formulas: a text that begins with {@code =} stays a text.
 *
 * <p>Never put together from what others have written: a formula can fetch addresses of the web.
 *
 * @param expression as in Excel's English version, such as {@code B{row}*C{row}}, where <code>{row}</code> stands for the
 *     number of the row that it is in; at most 8,192 characters
 * @param result what comes out of it, for programs that show it without computing; they may show nothing without it
 */
public record Formula(String expression, OptionalDouble result) {

    private static final int LONGEST = 8_192;
    private static final String ROW = "{row}";
    private static final String LONGEST_ROW = "1048576";

    /**
     * Checks the expression.
     *
     * @throws InvalidInputException if it is empty, too long, or holds control characters
     */
    public Formula {
        if (expression.isBlank() || at(expression, LONGEST_ROW).length() > LONGEST || !isPlain(expression)) {
            throw new InvalidInputException(
                    "formula", expression, "have 1 to " + LONGEST + " characters, and no control characters");
        }
        result.ifPresent(number -> {
            if (!Double.isFinite(number)) {
                throw new InvalidInputException("result of a formula", number, "be a finite number");
            }
        });
    }

    private static boolean isPlain(String expression) {
        for (int i = 0; i < expression.length(); i++) {
            if (expression.charAt(i) < ' ' || !CellText.isXml(expression, i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A formula that is computed when the workbook is opened.
     *
     * @param expression as in Excel, with or without the sign {@code =} before it
     * @return that formula
     * @throws InvalidInputException if it is empty, too long, or holds control characters
     */
    public static Formula of(String expression) {
        return new Formula(expression.startsWith("=") ? expression.substring(1) : expression, OptionalDouble.empty());
    }

    /**
     * The same with what comes out of it.
     *
     * @param number its result, finite
     * @return a changed copy
     * @throws InvalidInputException if it is not finite
     */
    public Formula showing(double number) {
        return new Formula(expression, OptionalDouble.of(number));
    }

    private static String at(String expression, String row) {
        return expression.replace(ROW, row);
    }
}
