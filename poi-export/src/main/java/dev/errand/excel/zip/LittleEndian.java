package dev.errand.excel.zip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words in a byte array, lowest byte first, as DEFLATE and zip want them. */
final class LittleEndian {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static void putInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** How many bytes from the two positions on are equal, at most {@code most}; reads up to 7 bytes further. */
    static int equalBytes(byte[] bytes, int at, int earlier, int most) {
        for (int equal = 0; equal < most; equal += Long.BYTES) {
            long difference = longAt(bytes, at + equal) ^ longAt(bytes, earlier + equal);
            if (difference != 0) {
                return Math.min(most, equal + (Long.numberOfTrailingZeros(difference) >>> 3));
            }
        }
        return most;
    }
}
