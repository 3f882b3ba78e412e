package @ID@;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.compression.Compressor;
import org.nettunnel.api.compression.Decompressor;

/// PackBits: a count byte, then that many bytes as they are (0 to 127: one more than it says), or one byte many times (-1 to -127: one more than its amount).
public class @CLASS@Compression implements Compression {
    public static final String NAME = "@NAME@";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Compressor compressor() {
        return new @CLASS@Packer();
    }

    @Override
    public Decompressor decompressor() {
        return new @CLASS@Unpacker();
    }
}
