package dev.errand.mail.mime;

/** The bytes of a character in UTF-8 (RFC 3629, section 3), without an array for them. */
final class Utf8 {

    private Utf8() {}

    /** How many there are. Half a surrogate pair is a question mark, as it is for the JDK. */
    static int length(int codePoint) {
        if (codePoint < 0x80 || isHalf(codePoint)) {
            return 1;
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }

    /** One of them, 0 to 255. */
    static int octet(int codePoint, int index) {
        int length = length(codePoint);
        if (length == 1) {
            return isHalf(codePoint) ? '?' : codePoint;
        }
        int bits = codePoint >> (6 * (length - 1 - index));
        return index == 0 ? ((0xF00 >> length) & 0xFF) | bits : 0x80 | (bits & 0x3F);
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
