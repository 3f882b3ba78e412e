package org.nettunnel.tunnel.trial;

import java.util.Arrays;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;

/// Changes records in each of their parts and wants every one refused: whoever carries the bytes may change them.
final class Tampering {
    private static final int SHORT = 48;
    private static final int LONG = 16 * 1024;
    /// No multiple of a block of any cipher.
    private static final int STRIDE = 613;

    private final Probe probe;
    private final byte[] key;

    Tampering(Probe probe, byte[] key) {
        this.probe = probe;
        this.key = key;
    }

    void run() throws Refused, InterruptedException {
        var one = Probe.Case.of(7, SHORT);
        byte[] record = probe.seal(probe.sealer(key), one);
        tag(one, record);
        for (int at = 0; at < SHORT; at++) refuses(one, flipped(record, at), "its ciphertext was changed in byte " + at);
        nonceAndAssociated(one, record);
        keys(one, record);
        lengths(one, record);
        longRecord();
        probe.reopen(probe.opener(key), one, record);
    }

    /// First of all: what a bundle leaves out that decrypts and no more.
    private void tag(Probe.Case one, byte[] record) throws Refused, InterruptedException {
        byte[] wholly = record.clone();
        Arrays.fill(wholly, SHORT, SHORT + Probe.TAG, (byte) 0);
        refuses(one, wholly, "its whole tag was replaced: open does not check the tag");
        for (int at = 0; at < Probe.TAG; at++) refuses(one, flipped(record, SHORT + at), "its tag was changed in byte " + at + ": open does not check all of the tag");
    }

    private void nonceAndAssociated(Probe.Case one, byte[] record) throws Refused, InterruptedException {
        for (int at = 0; at < one.nonce().length; at++)
            refuses(new Probe.Case(flipped(one.nonce(), at), one.associated(), one.plain()), record, "the nonce was another in byte " + at);
        byte[] associated = one.associated();
        for (int at = 0; at < associated.length; at++)
            refuses(new Probe.Case(one.nonce(), flipped(associated, at), one.plain()), record, "the associated bytes were changed in byte " + at);
        for (int length : new int[] {0, associated.length - 1, associated.length + 1, 16, 64})
            refuses(new Probe.Case(one.nonce(), Arrays.copyOf(associated, length), one.plain()), record, "there were " + length + " associated bytes, not "
                    + associated.length);
    }

    private void keys(Probe.Case one, byte[] record) throws Refused, InterruptedException {
        for (int at = 0; at < key.length; at++)
            refuses(probe.opener(flipped(key, at)), one, record, "the key was another in byte " + at);
    }

    private void lengths(Probe.Case one, byte[] record) throws Refused, InterruptedException {
        for (int length : new int[] {Probe.TAG, Probe.TAG + 1, SHORT, SHORT + Probe.TAG - 8, SHORT + Probe.TAG - 1})
            refuses(one, Arrays.copyOf(record, length), "it was cut short to " + length + " bytes");
        for (int more : new int[] {1, 8, 16, 64}) refuses(one, Arrays.copyOf(record, record.length + more), more + " bytes were added to it");
        refuses(one, Arrays.copyOfRange(record, 1, record.length), "its first byte was missing");
    }

    private void longRecord() throws Refused, InterruptedException {
        var one = Probe.Case.of(8, LONG);
        byte[] record = probe.seal(probe.sealer(key), one);
        for (int at = 0; at < LONG; at += STRIDE) refuses(one, flipped(record, at), "its ciphertext was changed in byte " + at);
        refuses(one, flipped(record, LONG - 1), "its ciphertext was changed in its last byte");
        for (int at = 0; at < Probe.TAG; at += 5) refuses(one, flipped(record, LONG + at), "its tag was changed in byte " + at);
    }

    private void refuses(Probe.Case one, byte[] record, String how) throws Refused, InterruptedException {
        refuses(probe.opener(key), one, record, how);
    }

    private void refuses(Opener opener, Probe.Case one, byte[] record, String how) throws Refused, InterruptedException {
        Trial.goOn();
        try {
            probe.open(opener, one, record);
        } catch (ForgedRecord asItMust) {
            return;
        }
        throw new Refused("it opened a forged record: " + how);
    }

    /// Another bit in each place.
    private static byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << (at & 7));
        return flipped;
    }
}
