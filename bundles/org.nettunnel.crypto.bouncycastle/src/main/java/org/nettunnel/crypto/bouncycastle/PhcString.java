package org.nettunnel.crypto.bouncycastle;

import java.util.Base64;
import java.util.regex.Pattern;

/// An Argon2id hash as it is stored: `$argon2id$v=19$m=KIBIBYTES,t=PASSES,p=LANES$SALT$HASH`, the last two in Base64 without padding.
///
/// Figures are bounded, so that a stored string cannot ask for all memory or for hours.
record PhcString(int kibibytes, int passes, int lanes, byte[] salt, byte[] hash) {
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{1,128})\\$([A-Za-z0-9+/]{1,128})");

    PhcString {
        within("lanes", lanes, 1, 16);
        within("passes", passes, 1, 64);
        within("memory in KiB", kibibytes, 8 * lanes, 1 << 20);
        within("bytes of salt", salt.length, 8, 64);
        within("bytes of hash", hash.length, 16, 64);
    }

    private static void within(String what, int value, int least, int most) {
        if (value < least || value > most)
            throw new IllegalArgumentException("this Argon2id string has " + value + " " + what + "; allowed are " + least + " to " + most);
    }

    static PhcString parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches())
            throw new IllegalArgumentException("this is no Argon2id string of the form $argon2id$v=19$m=…,t=…,p=…$salt$hash");
        return new PhcString(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3)),
                Base64.getDecoder().decode(match.group(4)), Base64.getDecoder().decode(match.group(5)));
    }

    String text() {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s".formatted(kibibytes, passes, lanes, base64.encodeToString(salt), base64.encodeToString(hash));
    }

    @Override
    public String toString() {
        return "***";
    }
}
