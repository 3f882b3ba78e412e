package org.nettunnel.api.crypto;

/// Makes keys of what people remember, by Argon2id (RFC 9106); never called on an event loop.
///
/// **Threads:** safe for any; one key is made at once, others wait.
public interface PassphraseKeys {
    /// 256 bits.
    ///
    /// @param salt 16 bytes, others for each key
    Secret derive(char[] passphrase, byte[] salt, Cost cost);

    /// What a guess costs; bounded, so that a file cannot ask for all memory or for hours.
    ///
    /// @param kibibytes of memory
    record Cost(int kibibytes, int passes, int lanes) {
        /// 64 MiB and three passes (RFC 9106 §4, second recommendation, on one lane).
        public static final Cost USUAL = new Cost(64 << 10, 3, 1);

        public Cost {
            within("KiB of memory", kibibytes, 19 << 10, 256 << 10);
            within("passes", passes, 2, 10);
            within("lanes", lanes, 1, 4);
        }

        private static void within(String what, int value, int least, int most) {
            if (value < least || value > most) throw new IllegalArgumentException(value + " " + what + " for Argon2id; allowed are " + least + " to " + most);
        }
    }
}
