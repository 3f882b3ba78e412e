package @ID@;

import java.util.List;

import org.nettunnel.api.crypto.KnownAnswer;
import org.nettunnel.api.crypto.Opener;
import org.nettunnel.api.crypto.Sealer;
import org.nettunnel.api.crypto.Suite;

/// AES-256-CTR (NIST SP 800-38A) with HMAC-SHA-256 (RFC 2104), encrypt-then-MAC.
///
/// **Threads:** safe for any; a sealer or opener is used by one at a time.
public class @CLASS@Suite implements Suite {
    public static final String NAME = "@NAME@";
    /// Made with OpenSSL (`openssl enc -aes-256-ctr`) and Python's hmac, not with this code.
    private static final KnownAnswer ANSWER = KnownAnswer.ofHex("OpenSSL and Python, see @CLASS@Suite",
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", "404142434445464748494a4b", "7265636f72642037",
            "4120636970686572206f6620796f7572206f776e3a207265706c616365206d652c206b6565702074686520746573742e",
            "2f95079594382f23a326c64d55af239f0afd5c0ab77fb7bb9dcb176fe77c7cf8bfcb5129c2369f34190f77c9b669ac81" + "951ccee39fe9af6d63da5d5fec63a74a");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int keyBytes() {
        return @CLASS@Strand.KEY_BYTES;
    }

    @Override
    public int tagBytes() {
        return @CLASS@Strand.TAG_BYTES;
    }

    @Override
    public Sealer sealer(byte[] key) {
        return new @CLASS@Strand(key)::seal;
    }

    @Override
    public Opener opener(byte[] key) {
        return new @CLASS@Strand(key)::open;
    }

    @Override
    public List<KnownAnswer> knownAnswers() {
        return List.of(ANSWER);
    }
}
