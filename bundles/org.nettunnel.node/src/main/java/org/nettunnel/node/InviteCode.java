package org.nettunnel.node;

import java.nio.ByteBuffer;
import java.nio.BufferUnderflowException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.TunnelId;

/// What an invite says, and its one text: `nt1_` and base64url of
/// `u8 version | tunnel[16] | identity[32] | key[32] | u64 expiry, seconds | transport | name | u8 count, addresses | checksum[4]`,
/// a text being `u8 length | UTF-8`, an address too, and the checksum the start of SHA-256 over prefix and all before it.
///
/// @param identity of the node that made it
/// @param key      the pre-shared key: whoever has it first is the peer
record InviteCode(TunnelId tunnel, PeerIdentity identity, Secret key, Instant expires, Offered offered) {
    private static final String PREFIX = "nt1_";
    private static final byte VERSION = 1;
    private static final int CHECKSUM_BYTES = 4;
    private static final int LONGEST_CODE = 8_192;

    /// @param transport name of a transport
    record Offered(String name, List<Address> addresses, String transport) {}

    /// A text that is no invite of this version; the message is a sentence with the remedy.
    static final class NotAnInvite extends Exception {
        private static final long serialVersionUID = 1L;

        NotAnInvite(String sentence) {
            super(sentence);
        }
    }

    String text() {
        ByteBuffer out = ByteBuffer.allocate(LONGEST_CODE);
        out.put(VERSION).put(tunnel.bytes()).put(identity.publicKey()).put(key.bytes()).putLong(expires.getEpochSecond());
        put(out, offered.transport());
        put(out, offered.name());
        out.put((byte) offered.addresses().size());
        for (Address address : offered.addresses()) put(out, address.toString());
        byte[] body = Arrays.copyOf(out.array(), out.position());
        byte[] all = Arrays.copyOf(body, body.length + CHECKSUM_BYTES);
        System.arraycopy(checksum(body), 0, all, body.length, CHECKSUM_BYTES);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /// Whether the text fits what is to be invited: an invite holds at most 255 bytes of each text, and 16 addresses.
    static boolean fits(Offered offered) {
        return bytes(offered.name()) <= 255 && bytes(offered.transport()) <= 255 && offered.addresses().size() <= 16
                && offered.addresses().stream().allMatch(address -> bytes(address.toString()) <= 255);
    }

    /// White space in the text is ignored: it comes with line breaks of mails.
    static InviteCode parse(String given) throws NotAnInvite {
        if (given.length() > 2 * LONGEST_CODE) throw damaged();
        String text = given.replaceAll("\\s", "");
        if (text.matches("nt\\d+_.*") && !text.startsWith(PREFIX))
            throw new NotAnInvite("this invite is of a later version of NetTunnel (" + text.substring(0, text.indexOf('_')) + "): update this node");
        if (!text.startsWith(PREFIX)) throw new NotAnInvite("this is no invite: an invite starts with " + PREFIX + "; copy the whole of it");
        ByteBuffer in = ByteBuffer.wrap(checked(text));
        byte version = in.get();
        if (version != VERSION) throw new NotAnInvite("this invite is of a later version of NetTunnel (" + version + "): update this node");
        try {
            return read(in);
        } catch (BufferUnderflowException | CharacterCodingException | IllegalArgumentException | DateTimeException wrong) {
            throw damaged();
        }
    }

    private static InviteCode read(ByteBuffer in) throws CharacterCodingException, NotAnInvite {
        TunnelId tunnel = TunnelId.of(bytes(in, 16));
        PeerIdentity identity = PeerIdentity.of(bytes(in, 32));
        Secret key = Secret.of(bytes(in, 32));
        Instant expires = Instant.ofEpochSecond(in.getLong());
        String transport = text(in);
        String name = text(in);
        List<Address> addresses = new ArrayList<>();
        for (int left = Byte.toUnsignedInt(in.get()); left > 0; left--) addresses.add(Address.parse(text(in)));
        if (in.hasRemaining()) throw damaged();
        return new InviteCode(tunnel, identity, key, expires, new Offered(name, addresses, transport));
    }

    /// The bytes without their checksum, which fits.
    private static byte[] checked(String text) throws NotAnInvite {
        byte[] all;
        try {
            all = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        } catch (IllegalArgumentException notBase64) {
            throw damaged();
        }
        // the decoder ignores the bits of the last letter that no byte needs
        String again = Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        if (!text.equals(PREFIX + again) || all.length <= CHECKSUM_BYTES) throw damaged();
        byte[] body = Arrays.copyOf(all, all.length - CHECKSUM_BYTES);
        byte[] sum = Arrays.copyOfRange(all, body.length, all.length);
        if (!MessageDigest.isEqual(sum, checksum(body))) throw damaged();
        return body;
    }

    private static NotAnInvite damaged() {
        return new NotAnInvite("this invite is damaged or cut short: copy the whole of it, from " + PREFIX + " to its end");
    }

    private static byte[] checksum(byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(PREFIX.getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(digest.digest(body), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put((byte) bytes.length).put(bytes);
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    private static String text(ByteBuffer in) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(in, Byte.toUnsignedInt(in.get())))).toString();
    }

    /// Without the key.
    @Override
    public String toString() {
        return "InviteCode[tunnel=" + tunnel + ", expires=" + expires + "]";
    }
}
