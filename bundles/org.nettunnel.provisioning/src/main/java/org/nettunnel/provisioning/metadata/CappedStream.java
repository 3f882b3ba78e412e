package org.nettunnel.provisioning.metadata;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Ends with an exception where a small file unpacks to a large one.
final class CappedStream extends FilterInputStream {
    private final long most;
    private final String name;
    private long total;

    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(String sentence) {
            super(sentence);
        }
    }

    CappedStream(InputStream in, long most, String name) {
        super(in);
        this.most = most;
        this.name = name;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        if (read >= 0) count(1);
        return read;
    }

    @Override
    @SuppressWarnings("null")   // the JDK leaves its parameter open
    public int read(byte[] target, int offset, int length) throws IOException {
        int n = super.read(target, offset, length);
        count(Math.max(n, 0));
        return n;
    }

    private void count(int n) throws TooLong {
        total += n;
        if (total > most) throw new TooLong(name + " of the site unpacks to more than " + (most >> 20) + " MiB");
    }
}
