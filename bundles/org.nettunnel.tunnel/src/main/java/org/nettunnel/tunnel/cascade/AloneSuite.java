package org.nettunnel.tunnel.cascade;

import java.util.List;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.crypto.Suite;

/// `NAME+HMAC`: a stream cipher with a fresh key for every record, and a MAC over what it made (encrypt-then-MAC). What it keeps secret is as
/// strong as the cipher alone, so it is offered only where insecure legacy is allowed.
///
/// **Threads:** may be shared; a sealer or opener is used by one at a time.
public final class AloneSuite implements Suite {
    private static final int TAG = 16;
    private final StreamCipher cipher;
    private final KeySchedule schedule;
    private final String name;

    public AloneSuite(StreamCipher cipher, KeySchedule schedule) {
        this.cipher = cipher;
        this.schedule = schedule;
        name = cipher.name() + "+HMAC";
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
        return TAG;
    }

    /// Those of its cipher are the cipher's; how it is authenticated is tested here, beside a second implementation.
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
        return new Sealing(streams(key), mac(key));
    }

    @Override
    public Opener opener(byte[] key) {
        return new Opening(streams(key), mac(key));
    }

    private record Sealing(RecordStreams streams, RecordMac mac) implements Sealer {
        @Override
        public int seal(byte[] nonce, byte[] associated, byte[] plain, int offset, int length, byte[] sealed, int sealedOffset) {
            int at = mac.begin(nonce, associated, plain, offset, length);
            streams.xor(nonce, mac.bytes(), at, length);
            System.arraycopy(mac.bytes(), at, sealed, sealedOffset, length);
            System.arraycopy(mac.end(), 0, sealed, sealedOffset + length, TAG);
            return length + TAG;
        }

        @Override
        public void close() {
            streams.close();
            mac.close();
        }
    }

    private record Opening(RecordStreams streams, RecordMac mac) implements Opener {
        @Override
        public int open(byte[] nonce, byte[] associated, byte[] sealed, int offset, int length, byte[] plain, int plainOffset) throws ForgedRecord {
            int count = length - TAG;
            if (count < 0) throw new ForgedRecord();
            mac.begin(nonce, associated, sealed, offset, count);
            if (!RecordMac.isEqual(mac.end(), sealed, offset + count, TAG)) throw new ForgedRecord();
            System.arraycopy(sealed, offset, plain, plainOffset, count);
            streams.xor(nonce, plain, plainOffset, count);
            return count;
        }

        @Override
        public void close() {
            streams.close();
            mac.close();
        }
    }

    private RecordStreams streams(byte[] key) {
        return new RecordStreams(cipher, schedule, RecordStreams.derived(schedule, key, "alone inner", name));
    }

    private RecordMac mac(byte[] key) {
        return new RecordMac(schedule, RecordStreams.derived(schedule, key, "alone mac", name));
    }
}
