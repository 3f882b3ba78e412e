package org.nettunnel.transport.tcp;

import java.nio.channels.SocketChannel;

import org.nettunnel.api.transport.SocketAcceptor;
import org.nettunnel.api.transport.WireAcceptor;

/// Takes connections of the node's port that start with the preface, and gives them to the tunnel engine.
public class TcpAcceptor implements SocketAcceptor {
    private final WireAcceptor engine;

    public TcpAcceptor(WireAcceptor engine) {
        this.engine = engine;
    }

    @Override
    public byte[] preface() {
        return TcpTransport.preface();
    }

    @Override
    public void accept(SocketChannel channel, byte[] early) {
        engine.accept(new SocketWire(channel, early));
    }
}
