package org.nettunnel.tunnel.trial;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.nettunnel.api.crypto.ForgedRecord;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.tunnel.handshake.Offers;

/// Proves a suite before it carries anything: its own known answers, all lengths, sealers and openers that are their own, and [Tampering].
///
/// A fresh JVM needs about a thousand records to reach full speed; before, a link runs at a hundredth of it. So the first is warmed up.
/// **Threads:** takes a part of a second of one, and some seconds for the first; never a loop's.
public final class SuiteTrial implements Trial {
    private static final int KEY = 32;
    private static final int RECORD_BYTES = 16 * 1024;
    private static final int SHORT = 64;
    /// Where something else begins to be true of a suite that works in blocks or by the processor's own instructions.
    private static final int[] LONG = {RECORD_BYTES - 1, RECORD_BYTES, RECORD_BYTES + 1, 65_535, 65_536, 65_537, 66_560};
    private static final int[] ASSOCIATED = {0, 1, 4, 13, 16, 64};
    /// Of a suite that the engine made; its cipher may be very slow.
    private static final int[] LONG_OF_MADE = {RECORD_BYTES + 1, 66_560};
    private static final int IN_DISORDER = 8;
    private static final int WARM_RECORDS = 1_000;
    private static final Duration WARM_UP = Duration.ofSeconds(4);

    private final Suite suite;
    private final boolean isOfBundle;
    private final Probe probe;

    private SuiteTrial(Suite suite, boolean isOfBundle) {
        this.suite = suite;
        this.isOfBundle = isOfBundle;
        probe = new Probe(suite);
    }

    /// A suite as its bundle gave it.
    public static SuiteTrial of(Suite suite) {
        return new SuiteTrial(suite, true);
    }

    /// A suite that the engine made of others: what it is made of has known answers, and the engine's own tests have its.
    public static SuiteTrial ofMade(Suite suite) {
        return new SuiteTrial(suite, false);
    }

    @Override
    public void run(boolean isFirst) throws Refused, InterruptedException {
        String name = suite.name();
        if (!Offers.isName(name) || isOfBundle && name.contains("+"))
            throw new Refused("peers cannot be told its name '" + Refused.shown(name) + "': a name is 1 to " + Offers.LONGEST_NAME + " of A-Z a-z 0-9 . _ / -");
        if (suite.keyBytes() != KEY || suite.tagBytes() != Probe.TAG)
            throw new Refused("its key has " + suite.keyBytes() + " bytes and its tag " + suite.tagBytes() + "; a link's have " + KEY + " and " + Probe.TAG);
        if (isOfBundle) knownAnswers();
        byte[] key = new byte[KEY];
        for (int i = 0; i < KEY; i++) key[i] = (byte) (i + 1);
        lengths(key);
        nonces(key);
        independence(key);
        new Tampering(probe, key).run();
        if (isFirst) warmUp(key);
    }

    private void knownAnswers() throws Refused, InterruptedException {
        List<KnownAnswer> answers = suite.knownAnswers();
        if (answers.isEmpty()) throw new Refused("it brings no known answer to be tested by; at least one of its specification is needed");
        for (KnownAnswer answer : answers) {
            Trial.goOn();
            var one = new Probe.Case(answer.nonce(), answer.associated(), answer.plain());
            if (!Arrays.equals(probe.seal(probe.sealer(answer.key()), one), answer.sealed())) throw new Refused(wronglySealed(answer, one));
            try {
                if (!Arrays.equals(probe.open(probe.opener(answer.key()), one, answer.sealed()), answer.plain()))
                    throw new Refused("the known answer of " + answer.source() + " opens to something else");
            } catch (ForgedRecord refused) {
                throw new Refused("the known answer of " + answer.source() + " is taken for a forged record; does the opener copy its key?");
            }
        }
    }

    private String wronglySealed(KnownAnswer answer, Probe.Case one) throws Refused {
        boolean isRightUnwiped = Arrays.equals(probe.seal(suite.sealer(answer.key()), one), answer.sealed());
        return isRightUnwiped ? "it keeps the key array it is given instead of a copy, and would seal under zeros when the engine wipes that"
                : "the known answer of " + answer.source() + " came out otherwise";
    }

    private void lengths(byte[] key) throws Refused, InterruptedException {
        Sealer sealer = probe.sealer(key);
        Opener opener = probe.opener(key);
        for (int length = 0; length <= SHORT; length++) length(sealer, opener, length);
        for (int length : isOfBundle ? LONG : LONG_OF_MADE) length(sealer, opener, length);
        for (int associated : ASSOCIATED) {
            var one = Probe.Case.of(2_000 + associated, SHORT).with(new byte[associated]);
            probe.reopen(opener, one, probe.seal(sealer, one));
        }
    }

    private void length(Sealer sealer, Opener opener, int length) throws Refused, InterruptedException {
        Trial.goOn();
        var one = Probe.Case.of(length, length);
        byte[] sealed = probe.seal(sealer, one);
        if (length >= Probe.TAG && Arrays.equals(sealed, 0, length, one.plain(), 0, length)) throw new Refused("it does not encrypt");
        probe.reopen(opener, one, sealed);
    }

    private void nonces(byte[] key) throws Refused {
        Sealer sealer = probe.sealer(key);
        var one = Probe.Case.of(1, SHORT);
        byte[] before = probe.seal(sealer, one);
        for (int at = 0; at < one.nonce().length; at++) {
            byte[] nonce = one.nonce().clone();
            nonce[at] ^= 1;
            byte[] other = probe.seal(sealer, new Probe.Case(nonce, one.associated(), one.plain()));
            if (Arrays.equals(before, 0, SHORT, other, 0, SHORT)) throw new Refused("it seals alike under two nonces that differ in byte " + at);
        }
    }

    /// Two sealers of one key and one of another, and their openers, take turns; records are opened in another order than they were sealed in.
    private void independence(byte[] key) throws Refused, InterruptedException {
        byte[] otherKey = key.clone();
        otherKey[KEY - 1]++;
        Sealer sealer = probe.sealer(key), twin = probe.sealer(key), stranger = probe.sealer(otherKey);
        Opener opener = probe.opener(key), second = probe.opener(key), theirs = probe.opener(otherKey);
        byte[][] records = new byte[IN_DISORDER][], strange = new byte[IN_DISORDER][];
        for (int i = 0; i < IN_DISORDER; i++) {
            records[i] = probe.seal(sealer, inDisorder(i));
            strange[i] = probe.seal(stranger, inDisorder(i));
            if (Arrays.equals(records[i], strange[i])) throw new Refused("it seals alike under two keys");
            probe.reopen(second, inDisorder(i), records[i]);
        }
        for (int i = IN_DISORDER - 1; i >= 0; i--) {
            Trial.goOn();
            if (!Arrays.equals(probe.seal(twin, inDisorder(i)), records[i]))
                throw new Refused("two sealers of one key do not seal alike: what was sealed before makes a difference");
            probe.reopen(theirs, inDisorder(i), strange[i]);
            probe.reopen(opener, inDisorder(i), records[i]);
        }
    }

    private static Probe.Case inDisorder(int number) {
        return Probe.Case.of(1_000 + number, 1 + 97 * number);
    }

    private void warmUp(byte[] key) throws Refused, InterruptedException {
        Sealer sealer = probe.sealer(key);
        Opener opener = probe.opener(key);
        byte[] nonce = new byte[12], associated = new byte[7], plain = new byte[RECORD_BYTES], sealed = new byte[RECORD_BYTES + Probe.TAG];
        long start = System.nanoTime();
        for (int i = 0; i < WARM_RECORDS && System.nanoTime() - start < WARM_UP.toNanos(); i++) {
            Trial.goOn();
            nonce[11] = (byte) i;
            nonce[10] = (byte) (i >>> 8);
            plain[i] = (byte) i;
            int length = 1 + (i * 997) % RECORD_BYTES;
            int count = sealer.seal(nonce, associated, plain, 0, length, sealed, 0);
            byte[] opened = new byte[length];
            try {
                if (opener.open(nonce, associated, sealed, 0, count, opened, 0) != length || !Arrays.equals(opened, 0, length, plain, 0, length))
                    throw new Refused("record " + i + " came back changed");
            } catch (ForgedRecord forged) {
                throw new Refused("record " + i + ", a good one, was taken for a forged one");
            }
        }
    }
}
