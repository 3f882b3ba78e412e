package org.nettunnel.crypto.jdk;

import java.util.List;

import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// A suite by an AEAD cipher of the JDK's providers.
sealed class JcaSuite implements Suite permits AesGcmSuite, ChaChaSuite {
    private final String name;
    private final List<KnownAnswer> answers;
    private final JcaAead aead;

    JcaSuite(String name, List<KnownAnswer> answers, JcaAead aead) {
        this.name = name;
        this.answers = answers;
        this.aead = aead;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<KnownAnswer> knownAnswers() {
        return answers;
    }

    @Override
    public final int keyBytes() {
        return JcaAead.KEY_BYTES;
    }

    @Override
    public final int tagBytes() {
        return JcaAead.TAG_BYTES;
    }

    @Override
    public Sealer sealer(byte[] key) {
        return new JcaSealer(aead, key);
    }

    @Override
    public Opener opener(byte[] key) {
        return new JcaOpener(aead, key);
    }
}
