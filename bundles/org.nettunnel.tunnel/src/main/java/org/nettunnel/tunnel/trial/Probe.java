package org.nettunnel.tunnel.trial;

import java.util.Arrays;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// Seals and opens single records by a suite, and looks whether it touches anything else.
final class Probe {
    static final int TAG = 16;
    private static final int NONCE = 12;
    private static final int ASSOCIATED = 7;

    /// What is sealed, and with it.
    record Case(byte[] nonce, byte[] associated, byte[] plain) {
        /// @param number of the nonce
        static Case of(int number, int length) {
            byte[] plain = new byte[length];
            for (int i = 0; i < length; i++) plain[i] = (byte) (i * 31 + number);
            byte[] nonce = new byte[NONCE];
            nonce[0] = 9;
            nonce[10] = (byte) (number >>> 8);
            nonce[11] = (byte) number;
            byte[] associated = new byte[ASSOCIATED];
            associated[1] = (byte) (length >>> 8);
            associated[2] = (byte) length;
            return new Case(nonce, associated, plain);
        }

        Case with(byte[] otherAssociated) {
            return new Case(nonce, otherAssociated, plain);
        }
    }

    private final Suite suite;
    /// Changes with each record, so that all alignments come.
    private int offset;

    Probe(Suite suite) {
        this.suite = suite;
    }

    /// A sealer whose key is wiped behind it, as the engine does.
    Sealer sealer(byte[] key) throws Refused {
        byte[] given = key.clone();
        try {
            return suite.sealer(given);
        } catch (RuntimeException | Error thrown) {
            throw Refused.threw("making a sealer", thrown);
        } finally {
            Arrays.fill(given, (byte) 0);
        }
    }

    Opener opener(byte[] key) throws Refused {
        byte[] given = key.clone();
        try {
            return suite.opener(given);
        } catch (RuntimeException | Error thrown) {
            throw Refused.threw("making an opener", thrown);
        } finally {
            Arrays.fill(given, (byte) 0);
        }
    }

    byte[] seal(Sealer sealer, Case one) throws Refused {
        String doing = "sealing " + one.plain.length + " bytes";
        Framed plain = Framed.of(1 + offset++ % 19, one.plain);
        Framed sealed = Framed.room(offset % 23, one.plain.length + TAG);
        byte[] nonce = one.nonce.clone(), associated = one.associated.clone();
        int count;
        try {
            count = sealer.seal(nonce, associated, plain.bytes, plain.offset, plain.length, sealed.bytes, sealed.offset);
        } catch (RuntimeException | Error thrown) {
            throw Refused.threw(doing, thrown);
        }
        if (count != sealed.length) throw new Refused(doing + " said that it wrote " + count + ", not " + sealed.length);
        if (!sealed.hasItsMargins()) throw new Refused(doing + " wrote outside the place it was given");
        if (!plain.holds(one.plain)) throw new Refused(doing + " changed the bytes that were to be sealed");
        intact(doing, one, nonce, associated);
        return sealed.content(count);
    }

    private static void intact(String doing, Case one, byte[] nonce, byte[] associated) throws Refused {
        if (!Arrays.equals(nonce, one.nonce) || !Arrays.equals(associated, one.associated))
            throw new Refused(doing + " changed the nonce or the associated bytes it was given");
    }

    /// @throws ForgedRecord when the opener says so
    byte[] open(Opener opener, Case one, byte[] record) throws Refused, ForgedRecord {
        String doing = "opening " + (record.length - TAG) + " bytes";
        Framed sealed = Framed.of(1 + offset++ % 17, record);
        Framed plain = Framed.room(offset % 29, record.length - TAG);
        byte[] nonce = one.nonce.clone(), associated = one.associated.clone();
        int count;
        try {
            count = opener.open(nonce, associated, sealed.bytes, sealed.offset, sealed.length, plain.bytes, plain.offset);
        } catch (ForgedRecord forged) {
            count = -1;
        } catch (RuntimeException | Error thrown) {
            throw Refused.threw(doing, thrown);
        }
        if (!plain.hasItsMargins()) throw new Refused(doing + " wrote outside the place it was given");
        if (!sealed.holds(record)) throw new Refused(doing + " changed the sealed bytes it was given");
        intact(doing, one, nonce, associated);
        if (count == -1) throw new ForgedRecord();
        if (count != plain.length) throw new Refused(doing + " said that it wrote " + count + ", not " + plain.length);
        return plain.content(count);
    }

    /// Opens what must open, to what it was.
    void reopen(Opener opener, Case one, byte[] record) throws Refused {
        try {
            if (!Arrays.equals(open(opener, one, record), one.plain))
                throw new Refused("a record of " + one.plain.length + " bytes came back changed");
        } catch (ForgedRecord forged) {
            throw new Refused("a good record of " + one.plain.length + " bytes was taken for a forged one");
        }
    }
}
