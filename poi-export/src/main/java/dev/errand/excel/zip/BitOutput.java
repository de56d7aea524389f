package dev.errand.excel.zip;

/** Bits into a byte array, lowest first; needs eight bytes of room. Used where speed does not matter. */
final class BitOutput {

    private final byte[] bytes;
    private int at;
    private long waiting;
    private int waitingBits;

    BitOutput(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    /** Writes up to 32 bits. */
    void put(int value, int bits) {
        waiting |= (long) value << waitingBits;
        waitingBits += bits;
        LittleEndian.putLong(bytes, at, waiting);
        at += waitingBits >>> 3;
        waiting >>>= waitingBits & ~7;
        waitingBits &= 7;
    }

    /** The position of the byte that is not full yet. */
    int at() {
        return at;
    }

    /** The bits of it that there are. */
    long waiting() {
        return waiting;
    }

    /** How many these are, from 0 to 7. */
    int waitingBits() {
        return waitingBits;
    }
}
