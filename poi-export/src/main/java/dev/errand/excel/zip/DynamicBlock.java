package dev.errand.excel.zip;

/**
 * Writes one block with dynamic Huffman codes (RFC 1951 section 3.2.7) and an empty stored block to reach a byte
 * boundary.
 *
 * <p>The body is the hot loop. Codes have at most {@value #LIMIT} bits, so that four literals and what waits from before
 * (48 + 7 bits) fit into a long, and so do a length and a distance with their extra bits (17 + 25 + 7): one store each,
 * of which only whole bytes are kept. Of the one to three literals before a match three are looked up, and those that are
 * not there are masked, since a branch on their number would be mispredicted every other time. The end of the block is
 * the "length" 0. Room is checked at each turn; if it does not suffice, all is to be begun anew with more.
 */
final class DynamicBlock {

    /** The bytes behind the end of the room that may be touched: one turn of the loop, and the empty block. */
    static final int SLACK = 64;

    /** What the header takes at most. */
    static final int HEADER = 512;

    private static final int LIMIT = 12;
    private static final int LENGTH_CODE_LIMIT = 7;
    private static final int DYNAMIC = 2;
    private static final int EMPTY_STORED_BLOCK = 0xffff0000;
    private static final int CODE_MASK = 0xffff;
    private static final int LITERALS = 256;
    private static final int[] ORDER_OF_LENGTHS = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final HuffmanCode literalsAndLengths = new HuffmanCode(SymbolCounts.LITERALS_AND_LENGTHS, LIMIT);
    private final HuffmanCode distances = new HuffmanCode(DistanceSymbols.SYMBOLS, LIMIT);
    private final HuffmanCode codeLengths = new HuffmanCode(ORDER_OF_LENGTHS.length, LENGTH_CODE_LIMIT);

    // Codes with their number of bits above them, and their extra bits in between.
    private final int[] literalCodes = new int[LITERALS];
    private final long[] lengthCodes = new long[LengthSymbols.LONGEST + 1];
    private final int[] distanceCodes = new int[DistanceSymbols.SYMBOLS];

    /** Makes the codes for a batch. */
    void prepare(SymbolCounts counts) {
        literalsAndLengths.build(counts.literalsAndLengths());
        distances.build(counts.distances());
        for (int literal = 0; literal < LITERALS; literal++) {
            literalCodes[literal] = packed(literalsAndLengths, literal);
        }
        for (int distance = 0; distance < distanceCodes.length; distance++) {
            distanceCodes[distance] = packed(distances, distance);
        }
        lengthCodes[0] = lengthCode(SymbolCounts.END_OF_BLOCK, 0, 0);
        for (int length = LengthSymbols.SHORTEST; length <= LengthSymbols.LONGEST; length++) {
            int index = LengthSymbols.index(length);
            int extra = length - LengthSymbols.base(index);
            lengthCodes[length] = lengthCode(LengthSymbols.FIRST_SYMBOL + index, extra, LengthSymbols.extraBits(index));
        }
    }

    private static int packed(HuffmanCode code, int symbol) {
        return code.code(symbol) | (code.length(symbol) << Short.SIZE);
    }

    private long lengthCode(int symbol, int extra, int extraBits) {
        int bits = literalsAndLengths.length(symbol);
        return literalsAndLengths.code(symbol) | ((long) extra << bits) | ((long) (bits + extraBits) << Integer.SIZE);
    }

    /**
     * Writes the block.
     *
     * @return how many bytes it has, or -1 if the output, less {@link #SLACK}, is too small for it
     */
    int write(byte[] bytes, Tokens tokens, byte[] output) {
        if (output.length < HEADER + SLACK) {
            return -1;
        }
        BitOutput header = new BitOutput(output, 0);
        writeHeader(header);
        return writeBody(bytes, tokens, output, header);
    }

    private void writeHeader(BitOutput out) {
        out.put(0, 1);
        out.put(DYNAMIC, 2);
        out.put(literalsAndLengths.symbols() - 257, 5);
        out.put(distances.symbols() - 1, 5);
        out.put(ORDER_OF_LENGTHS.length - 4, 4);
        int[] counts = new int[ORDER_OF_LENGTHS.length];
        countLengths(literalsAndLengths, counts);
        countLengths(distances, counts);
        codeLengths.build(counts);
        for (int symbol : ORDER_OF_LENGTHS) {
            out.put(codeLengths.length(symbol), 3);
        }
        writeLengths(literalsAndLengths, out);
        writeLengths(distances, out);
    }

    private static void countLengths(HuffmanCode code, int[] counts) {
        for (int symbol = 0; symbol < code.symbols(); symbol++) {
            counts[code.length(symbol)]++;
        }
    }

    private void writeLengths(HuffmanCode code, BitOutput out) {
        for (int symbol = 0; symbol < code.symbols(); symbol++) {
            int length = code.length(symbol);
            out.put(codeLengths.code(length), codeLengths.length(length));
        }
    }

    private int writeBody(byte[] bytes, Tokens tokens, byte[] output, BitOutput header) {
        int[] literalCodes = this.literalCodes;
        long[] lengthCodes = this.lengthCodes;
        int[] distanceCodes = this.distanceCodes;
        long[] matches = tokens.array();
        int count = tokens.count();
        int full = output.length - SLACK;
        int at = header.at();
        long waiting = header.waiting();
        int waitingBits = header.waitingBits();
        int literal = 0;
        for (int i = 0; i < count && at < full; i++) {
            long match = matches[i];
            int position = Tokens.position(match);
            for (; literal + 4 <= position && at < full; literal += 4) {
                int word = LittleEndian.intAt(bytes, literal);
                int first = literalCodes[word & 0xff];
                int second = literalCodes[(word >>> 8) & 0xff];
                int third = literalCodes[(word >>> 16) & 0xff];
                int fourth = literalCodes[word >>> 24];
                int firstBits = first >>> 16;
                int thirdBits = third >>> 16;
                int twoBits = firstBits + (second >>> 16);
                int lower = (first & CODE_MASK) | ((second & CODE_MASK) << firstBits);
                int upper = (third & CODE_MASK) | ((fourth & CODE_MASK) << thirdBits);
                waiting |= (lower | ((long) upper << twoBits)) << waitingBits;
                waitingBits += twoBits + thirdBits + (fourth >>> 16);
                LittleEndian.putLong(output, at, waiting);
                at += waitingBits >>> 3;
                waiting >>>= waitingBits & ~7;
                waitingBits &= 7;
            }
            int left = position - literal;
            if (left > 0) {
                int word = LittleEndian.intAt(bytes, literal);
                int first = literalCodes[word & 0xff];
                int second = literalCodes[(word >>> 8) & 0xff] & ((1 - left) >> 31);
                int third = literalCodes[(word >>> 16) & 0xff] & ((2 - left) >> 31);
                int firstBits = first >>> 16;
                int twoBits = firstBits + (second >>> 16);
                int two = (first & CODE_MASK) | ((second & CODE_MASK) << firstBits);
                waiting |= (two | ((long) (third & CODE_MASK) << twoBits)) << waitingBits;
                waitingBits += twoBits + (third >>> 16);
                LittleEndian.putLong(output, at, waiting);
                at += waitingBits >>> 3;
                waiting >>>= waitingBits & ~7;
                waitingBits &= 7;
            }
            int length = Tokens.length(match);
            literal = position + length;
            long lengthCode = lengthCodes[length];
            int lengthBits = (int) (lengthCode >>> 32);
            waiting |= (lengthCode & 0xffffffffL) << waitingBits;
            waitingBits += lengthBits;
            if (length != 0) {
                int distance = Tokens.distance(match);
                int extraBits = DistanceSymbols.extraBits(distance);
                int code = distanceCodes[DistanceSymbols.symbol(distance, extraBits)];
                int bits = code >>> 16;
                int extra = DistanceSymbols.extra(distance, extraBits);
                waiting |= ((code & CODE_MASK) | ((long) extra << bits)) << waitingBits;
                waitingBits += bits + extraBits;
            }
            LittleEndian.putLong(output, at, waiting);
            at += waitingBits >>> 3;
            waiting >>>= waitingBits & ~7;
            waitingBits &= 7;
        }
        return at < full ? endAtByteBoundary(output, at, waiting, waitingBits) : -1;
    }

    private static int endAtByteBoundary(byte[] output, int at, long waiting, int waitingBits) {
        LittleEndian.putLong(output, at, waiting);
        int end = at + ((waitingBits + 3 + 7) >>> 3);
        LittleEndian.putInt(output, end, EMPTY_STORED_BLOCK);
        return end + Integer.BYTES;
    }
}
