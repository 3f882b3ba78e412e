package org.nettunnel.tunnel.cascade;

import java.util.Arrays;
import java.util.List;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.crypto.Suite;

/// `NAME+AES-256-GCM`: a stream cipher with a fresh key for every record, and around it AES-256-GCM under a key that has nothing to do with
/// those. Whatever becomes of the inner cipher, the outer one holds.
///
/// **Threads:** may be shared; a sealer or opener is used by one at a time.
public final class CascadeSuite implements Suite {
    private final StreamCipher cipher;
    private final Suite outer;
    private final KeySchedule schedule;
    private final String name;

    /// @param outer AES-256-GCM
    public CascadeSuite(StreamCipher cipher, Suite outer, KeySchedule schedule) {
        this.cipher = cipher;
        this.outer = outer;
        this.schedule = schedule;
        name = cipher.name() + "+" + outer.name();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int keyBytes() {
        return RecordStreams.KEY_BYTES;
    }

    @Override
    public int tagBytes() {
        return outer.tagBytes();
    }

    /// Those of its two ciphers are theirs; how they are put together is tested here, beside a second implementation.
    @Override
    public List<KnownAnswer> knownAnswers() {
        return List.of();
    }

    @Override
    public boolean isLegacy() {
        return cipher.isLegacy();
    }

    @Override
    public Sealer sealer(byte[] key) {
        byte[] outerKey = RecordStreams.derived(schedule, key, "cascade outer", name);
        Sealer outside = outer.sealer(outerKey);
        Arrays.fill(outerKey, (byte) 0);
        return new Sealing(streams(key), outside);
    }

    @Override
    public Opener opener(byte[] key) {
        byte[] outerKey = RecordStreams.derived(schedule, key, "cascade outer", name);
        Opener outside = outer.opener(outerKey);
        Arrays.fill(outerKey, (byte) 0);
        return new Opening(streams(key), outside);
    }

    private RecordStreams streams(byte[] key) {
        return new RecordStreams(cipher, schedule, RecordStreams.derived(schedule, key, "cascade inner", name));
    }

    private record Opening(RecordStreams inside, Opener outside) implements Opener {
        @Override
        public int open(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length, byte[] plain, int plainOffset) throws ForgedRecord {
            int count = outside.open(nonce, associated, sealed, offset, length, plain, plainOffset);
            inside.xor(nonce, plain, plainOffset, count);
            return count;
        }

        @Override
        public void close() {
            inside.close();
            outside.close();
        }
    }

    private static final class Sealing implements Sealer {
        private final RecordStreams inside;
        private final Sealer outside;
        /// What the inner cipher made of a record; grows to the longest.
        private byte[] between = {};

        Sealing(RecordStreams inside, Sealer outside) {
            this.inside = inside;
            this.outside = outside;
        }

        @Override
        public int seal(byte[] nonce, byte[] associated, byte[] plain, int offset, int length, byte[] sealed, int sealedOffset) {
            if (between.length < length) between = new byte[length];
            System.arraycopy(plain, offset, between, 0, length);
            inside.xor(nonce, between, 0, length);
            return outside.seal(nonce, associated, between, 0, length, sealed, sealedOffset);
        }

        @Override
        public void close() {
            inside.close();
            outside.close();
            Arrays.fill(between, (byte) 0);
        }
    }
}
