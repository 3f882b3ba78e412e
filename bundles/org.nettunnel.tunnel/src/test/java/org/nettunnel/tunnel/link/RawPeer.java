package org.nettunnel.tunnel.link;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.RecordOpener;
import org.nettunnel.tunnel.wire.RecordSealer;

/// A peer that says whatever a test wants, to a real link that takes it for the initiator.
final class RawPeer implements AutoCloseable {
    record Frame(int type, long stream, byte[] body) {}

    final LinkEnd end;
    final Link link;
    private final LinkTerms terms;
    private SocketWire wire;
    private RecordSealer sealer = new RecordSealer(LinkPair.keys(true));
    private RecordOpener opener = new RecordOpener(LinkPair.keys(true));
    private int joined;
    private final List<Frame> read = new ArrayList<>();

    RawPeer() throws IOException {
        this(LinkSettings.defaults(), new Budgets(64 << 20, 64 << 20), LinkTerms.plain());
    }

    RawPeer(LinkSettings settings, Budgets budgets, LinkTerms terms) throws IOException {
        SocketWire.Pair wires = SocketWire.pair();
        wire = wires.one();
        end = new LinkEnd("outer", false, settings, budgets, System::nanoTime, new LinkPair.Options());
        this.terms = terms;
        link = new Link(end.lane, new Link.Parts(wires.other(), LinkPair.keys(false), terms, false));
        link.start();
    }

    /// Another link takes over; what the older one still had to say is lost.
    RawPeer join() throws IOException {
        end.outlivesLinks = true;
        wire.close();
        read.clear();
        SocketWire.Pair wires = SocketWire.pair();
        wire = wires.one();
        joined++;
        sealer = new RecordSealer(LinkPair.keys(true, joined));
        opener = new RecordOpener(LinkPair.keys(true, joined));
        new Link(end.lane, new Link.Parts(wires.other(), LinkPair.keys(false, joined), terms, true)).start();
        return this;
    }

    static byte[] resume(int flags, long highest, byte[]... entries) {
        ByteBuffer body = ByteBuffer.allocate(7 + 16 * entries.length).put((byte) flags).putShort((short) (highest >> 32)).putInt((int) highest);
        for (byte[] entry : entries) body.put(entry);
        return frame(11, 0, body.array());
    }

    /// @param state 0 dialling, 1 open, 2 FIN seen, 3 refused, 4 reset
    static byte[] entry(long id, long received, int state, int code) {
        return ByteBuffer.allocate(16).putShort((short) (id >> 32)).putInt((int) id).putLong(received).put((byte) state).put((byte) code).array();
    }

    /// On one more lane of the same session.
    RawPeer(RawPeer first, int lane) throws IOException {
        SocketWire.Pair wires = SocketWire.pair();
        wire = wires.one();
        end = first.end;
        terms = first.terms;
        Lane own = new Lane(lane, end.loop, end.lane.settings, end, false, java.time.Duration.ofMinutes(2));
        link = new Link(own, new Link.Parts(wires.other(), LinkPair.keys(false), LinkTerms.plain(), false));
        link.start();
    }

    static byte[] frame(int type, long stream, byte[] body) {
        byte[] frame = new byte[FrameType.HEADER + body.length];
        frame[0] = (byte) type;
        BigEndian.put48(frame, 1, stream);
        BigEndian.put24(frame, 7, body.length);
        System.arraycopy(body, 0, frame, FrameType.HEADER, body.length);
        return frame;
    }

    static byte[] open(long stream) {
        return frame(1, stream, ByteBuffer.allocate(20).put((byte) 0).put(LinkPair.ENDPOINT.bytes()).putShort((short) 0).put((byte) 0).array());
    }

    static byte[] data(long stream, long offset, int flags, int length) {
        return frame(4, stream, ByteBuffer.allocate(9 + length).putLong(offset).put((byte) flags).array());
    }

    static byte[] credit(long stream, long delivered, long limit) {
        return frame(7, stream, ByteBuffer.allocate(16).putLong(delivered).putLong(limit).array());
    }

    static byte[] fin(long stream, long offset) {
        return frame(5, stream, ByteBuffer.allocate(8).putLong(offset).array());
    }

    static byte[] reset(long stream, int code, int flags) {
        return frame(6, stream, new byte[] {(byte) code, (byte) flags});
    }

    /// One record with all of them.
    RawPeer send(byte[]... frames) throws IOException {
        var plain = new ByteArrayOutputStream();
        for (byte[] frame : frames) plain.write(frame);
        byte[] sealed = new byte[plain.size() + RecordSealer.OVERHEAD];
        sealer.seal(plain.toByteArray(), 0, plain.size(), sealed, 0);
        return bytes(sealed);
    }

    RawPeer bytes(byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length;) at += wire.write(bytes, at, bytes.length - at);
        return this;
    }

    /// The next frame that is neither PING nor PONG.
    Frame next() throws IOException {
        for (;;) {
            while (read.isEmpty()) record();
            Frame frame = read.removeFirst();
            if (frame.type != 9 && frame.type != 10) return frame;
        }
    }

    /// Returns when the link has read all that was sent, and still stands; an end that it says is one without waiting for its wire.
    void awaitPong() throws IOException {
        byte[] ping = ByteBuffer.allocate(8).putLong(System.nanoTime()).array();
        send(frame(9, 0, ping));
        for (;;) {
            while (read.isEmpty()) record();
            Frame frame = read.removeFirst();
            if (frame.type == 10 && java.util.Arrays.equals(frame.body, ping)) return;
            if (frame.type == 17) throw new IOException("the link ends with code " + frame.body[0]);
        }
    }

    /// Says nothing more, and hears the rest: throws what [#awaitPong] throws when it is over.
    void awaitEnd() throws IOException {
        wire.channel().shutdownOutput();
        for (;;) {
            while (read.isEmpty()) record();
            Frame frame = read.removeFirst();
            if (frame.type == 17) throw new IOException("the link ends with code " + frame.body[0]);
        }
    }

    private void record() throws IOException {
        byte[] header = exactly(3);
        byte[] sealed = exactly(BigEndian.get24(header, 0));
        byte[] plain = new byte[sealed.length];
        int length = opener.open(sealed, 0, sealed.length, plain);
        for (int at = 0; at < length;) {
            int body = BigEndian.get24(plain, at + 7);
            read.add(new Frame(plain[at], BigEndian.get48(plain, at + 1), java.util.Arrays.copyOfRange(plain, at + 10, at + 10 + body)));
            at += 10 + body;
        }
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length;) {
            int count = wire.read(bytes, at, length - at);
            if (count < 0) throw new IOException("the link closed the wire");
            at += count;
        }
        return bytes;
    }

    @Override
    public void close() {
        wire.close();
        end.loop.close();
    }
}
