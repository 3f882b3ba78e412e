package org.nettunnel.tunnel;

import java.util.List;

import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// A real suite under another name.
record Renamed(String name, Suite real) implements Suite {
    @Override
    public int keyBytes() {
        return real.keyBytes();
    }

    @Override
    public int tagBytes() {
        return real.tagBytes();
    }

    @Override
    public Sealer sealer(byte[] key) {
        return real.sealer(key);
    }

    @Override
    public Opener opener(byte[] key) {
        return real.opener(key);
    }

    @Override
    public List<KnownAnswer> knownAnswers() {
        return real.knownAnswers();
    }
}
