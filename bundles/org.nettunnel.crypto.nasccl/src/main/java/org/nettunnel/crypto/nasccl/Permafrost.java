package org.nettunnel.crypto.nasccl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.StreamCipher;

/// NASCCL's second generation, which its author publishes as Permafrost, with its default seed and 64 rows.
public class Permafrost implements StreamCipher {
    public static final String NAME = "NASCCL-2";
    private static final int ROWS = 64;
    private static final String SEED = "BdlgylbjsAs7owqsRdemY8TvHuuWD16DCGXat20B8IJyD9kQYcY5Fz0Qd3fueSrS"
            + "QhakrrL5yTZ7bwvC4qbK3VSpyonZDrQNlnFpSoBsVpjfVpiARrbPyJGN0OewXtuk";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int keyBytes() {
        return Keys.ENGINE_BYTES;
    }

    /// Takes keys of 1 to 512 bytes.
    @Override
    public KeyStream keyStream(byte[] key) {
        return new PermafrostStream(Keys.copied(NAME, key), Shared.START);
    }

    @Override
    public List<KnownAnswer> knownAnswers() {
        return PermafrostAnswers.ALL;
    }

    @Override
    public boolean isLegacy() {
        return true;
    }

    /// Made when the first key stream needs it.
    private static final class Shared {
        static final StartTable START = StartTable.of(SEED.getBytes(US_ASCII), ROWS);
    }
}
