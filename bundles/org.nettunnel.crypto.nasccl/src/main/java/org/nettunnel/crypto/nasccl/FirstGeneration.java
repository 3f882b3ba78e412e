package org.nettunnel.crypto.nasccl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.StreamCipher;

/// NASCCL 1.x, what the original NetTunnel carried its data with; there only where the administrator brought its table.
public final class FirstGeneration implements StreamCipher {
    public static final String NAME = "NASCCL-1";
    private static final System.Logger LOG = System.getLogger("org.nettunnel.crypto.nasccl");

    private final BoxTable boxes;

    FirstGeneration(BoxTable boxes) {
        this.boxes = boxes;
    }

    /// The cipher when its table lies in the node's folder `config`; a file of that name that is not the table is said in the log, once.
    public static Optional<FirstGeneration> of(Path config) {
        Path file = config.resolve(BoxTable.FILE_NAME);
        try {
            return BoxTable.read(file).map(FirstGeneration::new);
        } catch (IOException refused) {
            LOG.log(System.Logger.Level.WARNING, "there is no " + NAME + ": " + refused.getMessage() + "; put the right file there and restart the node");
            return Optional.empty();
        }
    }

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
        return new FirstGenerationStream(Keys.copied(NAME, key), boxes);
    }

    @Override
    public List<KnownAnswer> knownAnswers() {
        return FirstGenerationAnswers.ALL;
    }

    @Override
    public boolean isLegacy() {
        return true;
    }
}
