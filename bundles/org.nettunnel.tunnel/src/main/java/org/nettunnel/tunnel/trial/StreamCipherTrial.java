package org.nettunnel.tunnel.trial;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import org.nettunnel.api.crypto.KeyStream;
import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.StreamCipher;

/// Proves a stream cipher before suites are made of it: its own known answers, and that a key stream is one stream however it is taken.
public final class StreamCipherTrial implements Trial {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,20}");
    /// HKDF could give more, but nobody needs it.
    private static final int LONGEST_KEY = 1_024;
    private static final int SHORTEST_KEY = 16;
    private static final int STREAM = 4_096;
    /// In which every byte of the key must have made a difference.
    private static final int BEGINNING = 512;
    private static final int[] PIECES = {0, 1, 7, 64, 3, 257, 1_024, 16, 15};

    private final StreamCipher cipher;

    public StreamCipherTrial(StreamCipher cipher) {
        this.cipher = cipher;
    }

    @Override
    public void run(boolean isFirst) throws Refused, InterruptedException {
        String name = cipher.name();
        if (!NAME.matcher(name).matches())
            throw new Refused("suites cannot be named after '" + Refused.shown(name) + "': the name of a stream cipher is 1 to 20 of A-Z a-z 0-9 . _ -");
        int keyBytes = cipher.keyBytes();
        if (keyBytes < SHORTEST_KEY || keyBytes > LONGEST_KEY)
            throw new Refused("its key of " + keyBytes + " bytes is not within " + SHORTEST_KEY + " to " + LONGEST_KEY);
        knownAnswers();
        byte[] key = new byte[keyBytes];
        for (int i = 0; i < keyBytes; i++) key[i] = (byte) (i + 1);
        byte[] whole = taken(stream(key), STREAM);
        if (isZero(whole)) throw new Refused("its key stream is all zeros");
        pieces(key, whole);
        keys(key, whole);
    }

    private KeyStream stream(byte[] key) throws Refused {
        byte[] given = key.clone();
        try {
            return cipher.keyStream(given);
        } catch (RuntimeException | Error thrown) {
            throw Refused.threw("making a key stream", thrown);
        } finally {
            Arrays.fill(given, (byte) 0);
        }
    }

    private static byte[] taken(KeyStream stream, int length) throws Refused {
        return xored(stream, new byte[length], 5);
    }

    private static byte[] xored(KeyStream stream, byte[] bytes, int offset) throws Refused {
        Framed framed = Framed.of(offset, bytes);
        try {
            stream.xor(framed.bytes, framed.offset, framed.length);
        } catch (RuntimeException | Error thrown) {
            throw Refused.threw("taking " + bytes.length + " bytes of its key stream", thrown);
        }
        if (!framed.hasItsMargins()) throw new Refused("it wrote outside the place it was given");
        return framed.content(bytes.length);
    }

    private void knownAnswers() throws Refused, InterruptedException {
        List<KnownAnswer> answers = cipher.knownAnswers();
        if (answers.isEmpty()) throw new Refused("it brings no known answer to be tested by; at least one of its specification is needed");
        for (KnownAnswer answer : answers) {
            Trial.goOn();
            if (!Arrays.equals(xored(stream(answer.key()), answer.plain(), 3), answer.sealed()))
                throw new Refused("the known answer of " + answer.source() + " came out otherwise");
            if (!Arrays.equals(xored(stream(answer.key()), answer.sealed(), 0), answer.plain()))
                throw new Refused("the known answer of " + answer.source() + " does not come back");
        }
    }

    /// Two streams of one key take turns, one in pieces, one as a whole again.
    private void pieces(byte[] key, byte[] whole) throws Refused, InterruptedException {
        KeyStream stream = stream(key);
        for (int at = 0, i = 0; at < STREAM; i++) {
            Trial.goOn();
            int length = Math.min(STREAM - at, PIECES[i % PIECES.length]);
            if (!Arrays.equals(taken(stream, length), Arrays.copyOfRange(whole, at, at + length)))
                throw new Refused("its key stream is another when it is taken in pieces, or beside another");
            at += length;
            if (i % 8 == 0 && !Arrays.equals(taken(stream(key), STREAM), whole)) throw new Refused("its key stream is another the second time");
        }
    }

    private void keys(byte[] key, byte[] whole) throws Refused, InterruptedException {
        for (int at = 0; at < key.length; at++) {
            Trial.goOn();
            byte[] other = key.clone();
            other[at] ^= (byte) (1 << (at & 7));
            if (Arrays.equals(taken(stream(other), BEGINNING), Arrays.copyOf(whole, BEGINNING))) throw new Refused("byte " + at + " of its key makes no difference");
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte one : bytes) if (one != 0) return false;
        return true;
    }
}
