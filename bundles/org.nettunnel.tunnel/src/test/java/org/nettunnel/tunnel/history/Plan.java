package org.nettunnel.tunnel.history;

import java.util.Random;

/// What the two applications of one stream will do.
///
/// @param forthBytes what the client says
/// @param backBytes  what the target says
/// @param isLate     whether the target is dialled only after a while
/// @param isNarrow   whether the applications' sockets hold little, so that bytes wait in the engine
public record Plan(Script script, long forthBytes, long backBytes, long seed, boolean isLate, boolean isNarrow) {
    /// Who speaks, and who ends it how.
    public enum Script {
        /// Both speak at once and close their output when they are done.
        BOTH,
        /// The target answers when the client has closed its output.
        CLIENT_FIRST,
        /// The client answers when the target has closed its output.
        TARGET_FIRST,
        /// A little each in turn.
        IN_TURN,
        CLIENT_RESETS,
        TARGET_RESETS,
        /// The other node refuses to dial.
        REFUSED
    }

    private static final int LARGEST_BITS = 18;

    /// Anything: from nothing at all to `2^bits` bytes each way, small ones as often as large ones.
    public static Plan random(Random random, int bits) {
        Script[] all = Script.values();
        return new Plan(all[random.nextInt(all.length)], size(random, bits), size(random, bits), random.nextLong(), random.nextInt(4) == 0, random.nextInt(3) == 0);
    }

    public static Plan random(Random random) {
        return random(random, LARGEST_BITS);
    }

    private static long size(Random random, int bits) {
        return random.nextLong(1L << random.nextInt(bits + 1));
    }

    /// How the stream is compressed in the direction with this seed; only where it helps.
    static String compression(long seed) {
        return Content.isText(seed) ? "deflate" : "off";
    }

    StreamHistory.Manner manner() {
        return switch (script) {
            case BOTH, CLIENT_FIRST, TARGET_FIRST, IN_TURN -> StreamHistory.Manner.CLEAN;
            case CLIENT_RESETS, TARGET_RESETS -> StreamHistory.Manner.RESET;
            case REFUSED -> StreamHistory.Manner.REFUSED;
        };
    }
}
