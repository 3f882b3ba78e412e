package org.nettunnel.tunnel.handshake;

import org.nettunnel.api.crypto.SigningKey;
import org.nettunnel.api.tunnel.PeerIdentity;

/// This node, as it introduces itself to a peer.
///
/// @param name what it calls itself, for people: 1 to 100 printable characters; told only to peers that proved who they are
public record LocalNode(SigningKey key, String name, Offers offers) {
    private static final int LONGEST_NAME = 100;

    public LocalNode {
        if (!isName(name))
            throw new IllegalArgumentException("node name '" + name + "' must have 1 to " + LONGEST_NAME + " printable characters");
    }

    PeerIdentity identity() {
        return PeerIdentity.of(key.publicKey());
    }

    /// Neither control characters nor those that turn or hide text (Unicode's format characters) make a name.
    static boolean isName(String name) {
        int length = name.codePointCount(0, name.length());
        return length >= 1 && length <= LONGEST_NAME && name.codePoints().allMatch(LocalNode::isPrintable);
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
