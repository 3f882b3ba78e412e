package org.nettunnel.node.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.nettunnel.api.crypto.Secret;

/// Seals secrets for the store, each alone: `sealed:KEY-ID:BASE64URL(nonce, ciphertext, tag)` by AES-256-GCM (NIST SP 800-38D).
///
/// The path of the field is authenticated with it, so that a sealed text cannot be moved to another field. The cipher is the JDK's own
/// and not the `Suite` service: the store must open before, and without, any cipher bundle, and `nettunnel check` has no services at all.
/// **Threads:** safe for any.
final class FieldSeal {
    private static final String PREFIX = "sealed:";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final List<MasterKey> keys;
    private final SecureRandom random = new SecureRandom();
    /// What each field holds already: a secret that did not change keeps its text, so that files can be compared.
    private final Map<String, Sealed> known = new ConcurrentHashMap<>();

    private record Sealed(Secret secret, String text) {}

    /// @param keys the first seals; all open
    FieldSeal(List<MasterKey> keys) {
        if (keys.isEmpty()) throw new IllegalArgumentException("there is no master key");
        this.keys = List.copyOf(keys);
    }

    String seal(String path, Secret secret) {
        Sealed before = known.get(path);
        if (before != null && before.secret().equals(secret)) return before.text();
        MasterKey key = keys.getFirst();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, path).doFinal(secret.bytes());
            byte[] all = new byte[NONCE_BYTES + sealed.length];
            System.arraycopy(nonce, 0, all, 0, NONCE_BYTES);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            String text = PREFIX + key.id() + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
            known.put(path, new Sealed(secret, text));
            return text;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no AES-256-GCM", impossible);
        }
    }

    /// @throws WrongSeal with a sentence that says which of the things that can be wrong is
    Secret open(String path, String text) throws WrongSeal {
        String[] parts = text.split(":", -1);
        if (parts.length != 3 || !text.startsWith(PREFIX)) throw new WrongSeal("'" + path + "' is not a sealed secret (sealed:…)");
        MasterKey key = keyOf(path, parts[1]);
        try {
            byte[] all = Base64.getUrlDecoder().decode(parts[2]);
            if (all.length < NONCE_BYTES) throw new WrongSeal("'" + path + "' is cut short");
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            Secret secret = Secret.of(cipher(Cipher.DECRYPT_MODE, key, nonce, path).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
            known.put(path, new Sealed(secret, text));
            return secret;
        } catch (AEADBadTagException | IllegalArgumentException changed) {
            throw new WrongSeal("'" + path + "' was changed, or moved from another field or node: take it from a generation");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no AES-256-GCM", impossible);
        }
    }

    private MasterKey keyOf(String path, String id) throws WrongSeal {
        for (MasterKey key : keys) if (key.id().equals(id)) return key;
        throw new WrongSeal("'" + path + "' was sealed under the master key " + id + "; this node has " + keys.getFirst().id()
                + ": put back the master.key (or the credential nettunnel-master) that belongs to this configuration");
    }

    private static Cipher cipher(int mode, MasterKey key, byte[] nonce, String path) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key.key().bytes(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(path.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /// A sealed secret cannot be opened.
    static final class WrongSeal extends Exception {
        private static final long serialVersionUID = 1L;

        WrongSeal(String sentence) {
            super(sentence);
        }
    }
}
