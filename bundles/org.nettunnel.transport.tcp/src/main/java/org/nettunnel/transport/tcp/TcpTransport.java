package org.nettunnel.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.nettunnel.api.transport.Address;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.transport.Way;
import org.nettunnel.api.transport.Wire;

/// Dials a peer by plain TCP: for LANs, and for the fastest path.
public class TcpTransport implements Transport {
    public static final String NAME = "tcp";
    private static final byte[] PREFACE = "NTUN/1\r\n".getBytes(StandardCharsets.US_ASCII);

    /// What every connection starts with, so that the peer's port can tell it from TLS (protocol section 1).
    static byte[] preface() {
        return PREFACE.clone();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Wire dial(Address address, Way way, Duration timeout) throws IOException {
        SocketChannel channel = way.connect(address, timeout);
        try {
            channel.write(ByteBuffer.wrap(PREFACE));
            return new SocketWire(channel, new byte[0]);
        } catch (IOException failed) {
            channel.close();
            throw new IOException(address + " closed the connection at once: " + failed.getMessage(), failed);
        }
    }
}
