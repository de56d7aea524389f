package dev.errand.excel.batch;

/**
 * How many characters a number format shows at most (ECMA-376 part 1, section 18.8.31), read sign by sign. A section
 * shows a number or a moment; which section it is depends on the number, so the widest counts.
 *
 * <p>Rather too many than too few: a number that has no room is shown as {@code ###}.
 */
final class PatternWidth {

    /** A number that is not known is taken to have as many digits before the point. */
    private static final double SOME_NUMBER = 999_999_999;

    private static final double SOME_DAY = 99_999;
    private static final int YEAR = 4;
    private static final int LONGEST_NAME = 9; // Wednesday, September
    private static final int SHORT_NAME = 3;
    private static final int GENERAL_DIGITS = 11;

    /** Of a span of time in each unit: up to 999 hours. */
    private static final int HOURS = 3;

    private static final int MINUTES = 5;
    private static final int SECONDS = 7;
    private static final double HOURS_OF_A_DAY = 24;
    private static final double HOURS_WITH_ROOM = 1_000;
    private static final int NONE = -1;

    private final String pattern;
    private int at;

    private int widestMoment = NONE;
    private int widestNumber = NONE;
    private int leastDigits = 1;
    private boolean grouped;
    private boolean span;
    private final int ofMoment;

    private int section;
    private int zeros;
    private boolean number;
    private boolean moment;
    private boolean behindPoint;
    private boolean textOnly;

    PatternWidth(String pattern) {
        this.pattern = pattern;
        while (at < pattern.length()) {
            read(pattern.charAt(at));
        }
        endSection();
        this.ofMoment = of(SOME_DAY);
    }

    /** The width of a number, or of a moment or span of so many days if that is what the pattern shows. */
    int of(double number) {
        int ofSpan = span ? widestMoment + moreHours(number) : widestMoment;
        return widestNumber == NONE ? ofSpan : Math.max(ofSpan, digits(number));
    }

    /** The width of any day and time. */
    int ofMoment() {
        return ofMoment;
    }

    /** The width of a number that is not known. */
    int ofUnknown() {
        return widestNumber == NONE ? ofMoment : of(SOME_NUMBER);
    }

    /** How many digits the hours of a span have beyond those it has room for. */
    static int moreHours(double days) {
        double hours = days * HOURS_OF_A_DAY;
        return hours < HOURS_WITH_ROOM ? 0 : wholeDigits(hours) - HOURS;
    }

    private int digits(double number) {
        int whole = Math.max(leastDigits, wholeDigits(number));
        return widestNumber + whole + (number < 0 ? 1 : 0) + (grouped ? (whole - 1) / 3 : 0);
    }

    private static int wholeDigits(double number) {
        int whole = 1;
        for (double rest = Math.abs(number); rest >= 10; rest /= 10) {
            whole++;
        }
        return whole;
    }

    private void read(char sign) {
        int start = at++;
        switch (sign) {
            case '"' -> quoted();
            case '[' -> bracket();
            case '\\', '_' -> literal(1);
            case '*' -> at++;
            case ';' -> endSection();
            case '0', '#', '?' -> digit(sign);
            case ',' -> comma();
            case '.' -> {
                behindPoint = true;
                section++;
            }
            case '%' -> section += 1 + 2;
            case '@' -> text();
            default -> other(sign, start);
        }
    }

    private void quoted() {
        int end = endOf('"');
        section += TextWidth.of(pattern, at, end);
        at = end + 1;
    }

    private int endOf(char sign) {
        int end = pattern.indexOf(sign, at);
        return end < 0 ? pattern.length() : end;
    }

    /** A currency, or a span of time; colours, conditions and languages are not shown. */
    private void bracket() {
        int end = endOf(']');
        String content = pattern.substring(at, end);
        at = end + 1;
        if (content.startsWith("$")) {
            int language = content.lastIndexOf('-');
            section += TextWidth.of(content, 1, language < 0 ? content.length() : language);
        } else if (!content.isEmpty() && content.chars().allMatch(sign -> sign == content.charAt(0))) {
            moment = true;
            span = true;
            section += switch (Character.toLowerCase(content.charAt(0))) {
                case 'h' -> Math.max(HOURS, content.length());
                case 'm' -> MINUTES;
                default -> SECONDS;
            };
        }
    }

    /** Of texts, unless there is nothing else for numbers. */
    private void text() {
        textOnly = widestNumber != NONE || widestMoment != NONE;
        zeros += GENERAL_DIGITS;
    }

    private void literal(int characters) {
        at += characters;
        section += characters;
    }

    private void digit(char sign) {
        number |= !moment;
        if (behindPoint || moment || sign == '?') {
            section++;
        } else if (sign == '0') {
            zeros++;
        }
    }

    private void comma() {
        if (moment) {
            section++;
        } else {
            grouped = true;
        }
    }

    private void other(char sign, int start) {
        if (skips(ColumnStyles.GENERAL, start)) {
            number = true;
            zeros += GENERAL_DIGITS;
        } else if (skips("AM/PM", start) || skips("A/P", start)) {
            moment = true;
            section += 2;
        } else if (number && "eE".indexOf(sign) >= 0) {
            section++;
        } else if ("ymdhsbgeaYMDHSBGEA".indexOf(sign) >= 0) {
            moment(Character.toLowerCase(sign), start);
        } else {
            section += TextWidth.of(pattern, start, at);
        }
    }

    private boolean skips(String word, int start) {
        boolean there = pattern.regionMatches(true, start, word, 0, word.length());
        at = there ? start + word.length() : at;
        return there;
    }

    private void moment(char letter, int start) {
        moment = true;
        while (at < pattern.length() && Character.toLowerCase(pattern.charAt(at)) == letter) {
            at++;
        }
        int count = at - start;
        section += switch (letter) {
            case 'y', 'b', 'e' -> YEAR;
            case 'm', 'd', 'a' -> count <= 2 ? 2 : count == 3 ? SHORT_NAME : LONGEST_NAME;
            default -> Math.max(2, count);
        };
    }

    private void endSection() {
        if (moment) {
            widestMoment = Math.max(widestMoment, section);
        } else if (!textOnly) {
            widestNumber = Math.max(widestNumber, section);
            leastDigits = Math.max(leastDigits, zeros);
        }
        section = 0;
        zeros = 0;
        number = false;
        moment = false;
        behindPoint = false;
        textOnly = false;
    }
}
