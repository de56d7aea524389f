package dev.errand.excel.zip;

import java.util.Arrays;

/**
 * A prefix code of limited length for the symbols of one alphabet, as RFC 1951 section 3.2.2 wants it: canonical, and
 * with the bits of each code in reverse.
 *
 * <p>Lengths are first those of Huffman's tree, built from two queues (van Leeuwen 1976: the leaves in ascending order,
 * and the inner nodes, which come into being in ascending order by themselves). Then the limit is enforced as zlib and
 * miniz do: all that is deeper goes to the limit, which leaves too many codes there by some amount; as long as there is
 * any, one code of the limit becomes the brother of the deepest shorter one, which moves down by one. Each step takes 1
 * from {@code Σ 2^(limit - length)}, until it is the {@code 2^limit} of a complete code. It always gets there if there are
 * at most {@code 2^limit} symbols, and is within a per mille of the optimum here. The most frequent symbols get the
 * shortest lengths.
 *
 * <p>Reused from batch to batch without a trace.
 */
final class HuffmanCode {

    private static final int DEEPEST = 63;
    private static final int SYMBOL_BITS = 16;

    private final int limit;
    private final int[] lengths;
    private final int[] codes;

    private final long[] sorted; // weight and symbol of each leaf, ascending by weight
    private final long[] weights; // leaves, then inner nodes
    private final int[] parents;
    private final int[] depths;
    private final int[] codesOfLength = new int[DEEPEST + 1];

    /** For so many symbols, and codes of at most so many bits. */
    HuffmanCode(int symbols, int limit) {
        this.limit = limit;
        lengths = new int[symbols];
        codes = new int[symbols];
        sorted = new long[symbols];
        weights = new long[2 * symbols];
        parents = new int[2 * symbols];
        depths = new int[2 * symbols];
    }

    /** How many bits the code of a symbol has; none if it never occurs. */
    int length(int symbol) {
        return lengths[symbol];
    }

    /** The code of a symbol, its first bit lowest. */
    int code(int symbol) {
        return codes[symbol];
    }

    int symbols() {
        return lengths.length;
    }

    /** Makes a code for symbols that occur so often. */
    void build(int[] counts) {
        int leaves = sortLeaves(counts);
        Arrays.fill(lengths, 0);
        Arrays.fill(codesOfLength, 0);
        if (leaves > 1) {
            buildTree(leaves);
            enforceLimit();
        } else {
            codesOfLength[1] = leaves;
        }
        assignLengths(leaves);
        assignCodes();
    }

    private int sortLeaves(int[] counts) {
        int leaves = 0;
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            if (counts[symbol] > 0) {
                sorted[leaves++] = ((long) counts[symbol] << SYMBOL_BITS) | symbol;
            }
        }
        Arrays.sort(sorted, 0, leaves);
        return leaves;
    }

    private void buildTree(int leaves) {
        for (int i = 0; i < leaves; i++) {
            weights[i] = sorted[i] >>> SYMBOL_BITS;
        }
        int leaf = 0;
        int inner = leaves;
        int root = 2 * leaves - 2;
        for (int node = leaves; node <= root; node++) {
            weights[node] = 0;
            for (int child = 0; child < 2; child++) {
                boolean takeLeaf = leaf < leaves && (inner >= node || weights[leaf] <= weights[inner]);
                int taken = takeLeaf ? leaf++ : inner++;
                weights[node] += weights[taken];
                parents[taken] = node;
            }
        }
        depths[root] = 0;
        for (int node = root - 1; node >= 0; node--) {
            depths[node] = depths[parents[node]] + 1;
            if (node < leaves) {
                codesOfLength[Math.min(depths[node], DEEPEST)]++;
            }
        }
    }

    private void enforceLimit() {
        for (int length = limit + 1; length <= DEEPEST; length++) {
            codesOfLength[limit] += codesOfLength[length];
            codesOfLength[length] = 0;
        }
        long sum = 0;
        for (int length = 1; length <= limit; length++) {
            sum += (long) codesOfLength[length] << (limit - length);
        }
        for (; sum > 1L << limit; sum--) {
            int shorter = limit - 1;
            while (codesOfLength[shorter] == 0) {
                shorter--;
            }
            codesOfLength[limit]--;
            codesOfLength[shorter]--;
            codesOfLength[shorter + 1] += 2;
        }
    }

    private void assignLengths(int leaves) {
        int next = leaves;
        for (int length = 1; length <= limit; length++) {
            for (int i = 0; i < codesOfLength[length]; i++) {
                lengths[(int) sorted[--next] & ((1 << SYMBOL_BITS) - 1)] = length;
            }
        }
    }

    private void assignCodes() {
        int[] next = new int[limit + 1];
        for (int length = 1, code = 0; length <= limit; length++) {
            next[length] = code;
            code = (code + codesOfLength[length]) << 1;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : Integer.reverse(next[length]++) >>> (Integer.SIZE - length);
        }
    }
}
