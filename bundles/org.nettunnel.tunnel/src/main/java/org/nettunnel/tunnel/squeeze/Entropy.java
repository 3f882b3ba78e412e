package org.nettunnel.tunnel.squeeze;

import java.util.Arrays;

/// Tells bytes that compress from bytes that do not: order-0 entropy of 512 of them, in a microsecond.
///
/// **Threads:** one at a time; it counts in an array of its own.
public final class Entropy {
    /// Bits a byte above which compressing is not worth it.
    public static final double WORTH_IT = 7.1;
    private static final int SAMPLE = 512;
    private static final double[] PART = new double[SAMPLE + 1];

    static {
        for (int count = 1; count <= SAMPLE; count++) PART[count] = count * Math.log(count) / Math.log(2);
    }

    private final int[] counts = new int[256];

    /// Bits a byte of the sample, 0 to 8.
    public double bits(byte[] bytes, int at, int length) {
        Arrays.fill(counts, 0);
        int samples = Math.min(SAMPLE, length);
        // a stride that is no multiple of a record of some table
        int stride = length <= SAMPLE ? 1 : length / SAMPLE | 1;
        if ((long) stride * (samples - 1) >= length) stride = length / SAMPLE;
        for (int i = 0, from = at; i < samples; i++, from += stride) counts[bytes[from] & 0xff]++;
        double sum = 0;
        for (int count : counts) sum += PART[count];
        return Math.log(samples) / Math.log(2) - sum / samples;
    }
}
