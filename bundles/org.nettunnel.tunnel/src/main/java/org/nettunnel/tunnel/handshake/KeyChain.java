package org.nettunnel.tunnel.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Secret;

/// The secrets of a link and how each comes from the one before: protocol section 2, "early" to "join".
///
/// To the engine it is a closed box that a later exchange of keys goes on from: [#next] takes the step, [#concluded] seals it.
/// **Threads:** one at a time.
public final class KeyChain {
    private static final String LABEL = "nettunnel/1 ";
    private static final int HASH_BYTES = KeySchedule.HASH_BYTES;

    private final KeySchedule schedule;
    private byte[] early;
    private byte[] master = {};
    private byte[] transcript;

    /// @param transcript hash over M1 and M2
    /// @param secrets    of both exchanges, ML-KEM's first; wiped
    KeyChain(KeySchedule schedule, byte[] transcript, byte[] secrets) {
        this.schedule = schedule;
        this.transcript = transcript;
        early = schedule.extract(transcript, secrets);
        Arrays.fill(secrets, (byte) 0);
    }

    private KeyChain(KeyChain before, byte[] master) {
        schedule = before.schedule;
        transcript = before.transcript;
        early = new byte[0];
        this.master = master;
    }

    /// Which way a message goes; the text stands in labels.
    public enum Direction {
        I2R("i2r"), R2I("r2i");

        private final String text;

        Direction(String text) {
            this.text = text;
        }
    }

    /// What seals the handshake's own messages of one direction.
    KeyBlock.DirectionKeys handshakeKeys(Direction direction) {
        byte[] expanded = schedule.expand(early, purpose("hs " + direction.text, transcript), KeyBlock.KEY_BYTES + KeyBlock.IV_BYTES);
        byte[] key = Arrays.copyOf(expanded, KeyBlock.KEY_BYTES);
        byte[] iv = Arrays.copyOfRange(expanded, KeyBlock.KEY_BYTES, expanded.length);
        Arrays.fill(expanded, (byte) 0);
        return new KeyBlock.DirectionKeys(key, iv);
    }

    /// Takes the step to the master secret; handshake keys must have been taken before.
    void enter(@Nullable Secret key) {
        byte[] derived = schedule.expand(early, purpose("derived"), HASH_BYTES);
        byte[] shared = key == null ? new byte[HASH_BYTES] : key.bytes();
        master = schedule.extract(derived, shared);
        Arrays.fill(shared, (byte) 0);
        Arrays.fill(derived, (byte) 0);
        Arrays.fill(early, (byte) 0);
        early = new byte[0];
    }

    /// Proves the master secret, and so the pre-shared key, over a transcript.
    public byte[] finished(Direction direction, byte[] transcriptHash) {
        byte[] key = schedule.expand(master, purpose("fin " + direction.text), HASH_BYTES);
        byte[] mac = schedule.hmac(key, transcriptHash);
        Arrays.fill(key, (byte) 0);
        return mac;
    }

    /// @param transcriptHash over M1 to M3, or REKEY1 to REKEY3
    public KeyBlock block(byte[] transcriptHash) {
        return KeyBlock.of(schedule.expand(master, purpose("key block", transcriptHash), KeyBlock.BYTES));
    }

    /// @param transcriptHash over M1 to M4, which the chain keeps
    Secret join(byte[] transcriptHash) {
        transcript = transcriptHash.clone();
        byte[] expanded = schedule.expand(master, purpose("join", transcriptHash), HASH_BYTES);
        var secret = Secret.of(expanded);
        Arrays.fill(expanded, (byte) 0);
        return secret;
    }

    /// With what the first attempt to join `lane` is bound; exchanges of new keys do not change it.
    ///
    /// @param join of the session's first link
    public static Secret laneSecret(KeySchedule schedule, Secret join, int lane) {
        byte[] bytes = join.bytes();
        byte[] expanded = schedule.expand(bytes, purpose("lane", (byte) lane), HASH_BYTES);
        var secret = Secret.of(expanded);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(expanded, (byte) 0);
        return secret;
    }

    /// The chain one exchange further; this one stays as it is until it is wiped.
    ///
    /// @param secrets of both new exchanges, ML-KEM's first; wiped
    public KeyChain next(byte[] secrets) {
        byte[] link = schedule.expand(master, purpose("chain"), HASH_BYTES);
        byte[] master = schedule.extract(link, secrets);
        Arrays.fill(link, (byte) 0);
        Arrays.fill(secrets, (byte) 0);
        return new KeyChain(this, master);
    }

    /// The hash over what the last exchange said and what was said since.
    public byte[] hash(byte[] saidSince) {
        return schedule.hash(ByteBuffer.allocate(transcript.length + saidSince.length).put(transcript).put(saidSince).array());
    }

    /// The exchange is over: the next goes on from this hash over all of it.
    public void concluded(byte[] transcriptHash) {
        transcript = transcriptHash.clone();
    }

    public void wipe() {
        Arrays.fill(early, (byte) 0);
        Arrays.fill(master, (byte) 0);
    }

    static byte[] keyId(KeySchedule schedule, Secret key) {
        byte[] bytes = key.bytes();
        byte[] id = schedule.expand(bytes, purpose("psk id"), KeyId.BYTES);
        Arrays.fill(bytes, (byte) 0);
        return id;
    }

    /// @param secret         a lane's join secret, or the pre-shared key
    /// @param transcriptHash over M1 with the binder's bytes zero
    static byte[] binder(KeySchedule schedule, Secret secret, byte[] transcriptHash) {
        byte[] bytes = secret.bytes();
        byte[] key = schedule.expand(bytes, purpose("binder"), HASH_BYTES);
        byte[] binder = schedule.hmac(key, transcriptHash);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(key, (byte) 0);
        return binder;
    }

    private static byte[] purpose(String label, byte... transcriptHash) {
        byte[] text = (LABEL + label).getBytes(US_ASCII);
        return ByteBuffer.allocate(text.length + transcriptHash.length).put(text).put(transcriptHash).array();
    }

    /// Never the secrets.
    @Override
    public String toString() {
        return "KeyChain[***]";
    }
}
