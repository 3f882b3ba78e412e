package org.nettunnel.node.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.nettunnel.api.crypto.PassphraseKeys;
import org.nettunnel.api.crypto.PassphraseKeys.Cost;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;

/// The file of a backup: one line of text that says how it is sealed, and behind it what is sealed by AES-256-GCM (NIST SP 800-38D) under
/// Argon2id of the passphrase. The line is authenticated with it.
///
/// `nettunnel-backup 1 argon2id m=65536 t=3 p=1 salt=BASE64URL nonce=BASE64URL`
final class SealedArchive {
    static final int MOST_BYTES = 8 << 20;
    private static final Pattern HEAD = Pattern.compile("nettunnel-backup (\\d{1,4}) argon2id m=(\\d{1,9}) t=(\\d{1,4}) p=(\\d{1,4})"
            + " salt=([A-Za-z0-9_-]{22}) nonce=([A-Za-z0-9_-]{16})\n");
    private static final int LONGEST_HEAD = 200;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final PassphraseKeys keys;
    private final SecureRandom random = new SecureRandom();

    SealedArchive(PassphraseKeys keys) {
        this.keys = keys;
    }

    byte[] seal(byte[] content, char[] passphrase, Cost cost) {
        byte[] salt = new byte[SALT_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(salt);
        random.nextBytes(nonce);
        var base64 = Base64.getUrlEncoder().withoutPadding();
        byte[] head = "nettunnel-backup 1 argon2id m=%d t=%d p=%d salt=%s nonce=%s\n".formatted(cost.kibibytes(), cost.passes(), cost.lanes(),
                base64.encodeToString(salt), base64.encodeToString(nonce)).getBytes(StandardCharsets.US_ASCII);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.derive(passphrase, salt, cost).bytes(), nonce, head).doFinal(content);
            return ByteBuffer.allocate(head.length + sealed.length).put(head).put(sealed).array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no AES-256-GCM", impossible);
        }
    }

    /// @throws RequestRefused with the same words for a wrong passphrase and a changed file, which nobody can tell apart
    byte[] open(byte[] archive, char[] passphrase) throws RequestRefused {
        if (archive.length > MOST_BYTES) throw refused("the backup has " + archive.length + " bytes; at most " + MOST_BYTES + " are read");
        int end = 0;
        while (end < Math.min(archive.length, LONGEST_HEAD) && archive[end] != '\n') end++;
        Matcher match = HEAD.matcher(new String(archive, 0, Math.min(end + 1, archive.length), StandardCharsets.ISO_8859_1));
        if (!match.matches()) throw refused("this is no backup of NetTunnel: its first line must say 'nettunnel-backup 1 argon2id …'");
        if (!match.group(1).equals("1")) throw refused("this backup is of version " + match.group(1) + ", of a later NetTunnel: update this one");
        byte[] key = keys.derive(passphrase, Base64.getUrlDecoder().decode(match.group(5)), cost(match)).bytes();
        byte[] head = Arrays.copyOf(archive, end + 1);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, Base64.getUrlDecoder().decode(match.group(6)), head).doFinal(archive, head.length, archive.length - head.length);
        } catch (AEADBadTagException wrong) {
            throw refused("the passphrase is wrong, or the backup was changed or cut short");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no AES-256-GCM", impossible);
        }
    }

    private static Cost cost(Matcher head) throws RequestRefused {
        try {
            return new Cost(Integer.parseInt(head.group(2)), Integer.parseInt(head.group(3)), Integer.parseInt(head.group(4)));
        } catch (IllegalArgumentException outOfBounds) {
            throw refused("this backup asks for " + outOfBounds.getMessage());
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] head) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head);
        return cipher;
    }

    private static RequestRefused refused(String sentence) {
        return new RequestRefused(Reason.INVALID, sentence);
    }
}
