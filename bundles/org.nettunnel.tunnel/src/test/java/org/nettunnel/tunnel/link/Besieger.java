package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.nettunnel.api.tunnel.StreamAcceptor.Dialled;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.nettunnel.tunnel.fixtures.LocalPair;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.RecordOpener;
import org.nettunnel.tunnel.wire.RecordSealer;

/// A peer that proved itself and now does its worst over one link: frames at full speed, gathered in large records.
///
/// **Threads:** one that attacks; what comes back is read, or not, by another.
final class Besieger implements AutoCloseable {
    private static final int RECORD_BYTES = 32 * 1024;
    final Siege.Owner owner;
    final Lane lane;
    private final SocketWire wire;
    private final RecordSealer sealer = new RecordSealer(LinkPair.keys(true));
    private final ByteBuffer plain = ByteBuffer.allocate(RecordSealer.LONGEST_PLAIN);
    private final byte[] sealed = new byte[RecordSealer.LONGEST_PLAIN + RecordSealer.OVERHEAD];
    private final BlockingQueue<RawPeer.Frame> answers = new LinkedBlockingQueue<>();
    private final List<LocalPair> targets = new ArrayList<>();
    /// The limit that CREDIT gave stream 1.
    private volatile long limit = LinkSettings.FIRST_WINDOW;
    private volatile boolean listens = true;

    Besieger(Siege siege, boolean isJoined) throws IOException {
        SocketWire.Pair wires = SocketWire.pair();
        wire = wires.one();
        owner = siege.new Owner();
        lane = new Lane(0, siege.fort, LinkSettings.defaults(), owner, false, Duration.ofMinutes(2));
        LinkTerms plain = LinkTerms.plain();
        LinkTerms terms = new LinkTerms(List.of(new DeflateCompression()), _ -> true, plain.peerStreams(), plain.peerUnanswered(), plain.peerContexts(),
                plain.peerFrameBytes());
        new Link(lane, new Link.Parts(wires.other(), LinkPair.keys(false), terms, isJoined)).start();
        Thread.ofVirtual().start(this::listen);
    }

    /// From now on nothing is read of what comes.
    void turnsDeaf() {
        listens = false;
    }

    private void listen() {
        RecordOpener opener = new RecordOpener(LinkPair.keys(true));
        byte[] in = new byte[RecordSealer.LONGEST_PLAIN + RecordSealer.OVERHEAD];
        byte[] out = new byte[RecordSealer.LONGEST_PLAIN + RecordSealer.OVERHEAD];
        try {
            while (listens) {
                exactly(in, RecordSealer.LENGTH);
                int length = BigEndian.get24(in, 0);
                exactly(in, length);
                int count = opener.open(in, 0, length, out);
                for (int at = 0; at < count; at += FrameType.HEADER + BigEndian.get24(out, at + 7)) hear(out, at);
            }
        } catch (IOException over) {
            // the link ended
        }
    }

    private void exactly(byte[] into, int length) throws IOException {
        for (int at = 0; at < length;) {
            int count = wire.read(into, at, length - at);
            if (count < 0) throw new IOException("the link closed the wire");
            at += count;
        }
    }

    private void hear(byte[] bytes, int at) {
        int type = bytes[at];
        long stream = BigEndian.get48(bytes, at + 1);
        if (type == FrameType.CREDIT.number && stream == 1) limit = BigEndian.get64(bytes, at + FrameType.HEADER + 8);
        if (type == FrameType.OPENED.number || type == FrameType.OPEN.number) answers.add(new RawPeer.Frame(type, stream, new byte[0]));
    }

    long limit() {
        return limit;
    }

    /// The next OPENED or OPEN that came.
    RawPeer.Frame answer() throws IOException {
        try {
            RawPeer.Frame frame = answers.poll(10, TimeUnit.SECONDS);
            if (frame == null) throw new IOException("no answer came");
            return frame;
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    /// Opens `count` streams to targets of their own, which `of` makes.
    List<LocalPair> open(int count, LocalPairs of) throws IOException {
        BlockingQueue<LocalPair> next = new LinkedBlockingQueue<>();
        for (int i = 0; i < count; i++) next.add(of.make());
        targets.addAll(next);
        owner.acceptor = arrival -> arrival.accept(new Dialled(next.remove().edge(), "target", "off", new LinkPair.EndOfStream()));
        for (int i = 0; i < count; i++) send(RawPeer.open(2 * i + 1));
        flush();
        for (int i = 0; i < count; i++) answer();
        return targets;
    }

    interface LocalPairs {
        LocalPair make() throws IOException;
    }

    /// Goes out with others.
    void send(byte[] frame) throws IOException {
        if (plain.position() + frame.length > RECORD_BYTES && plain.position() > 0) flush();
        plain.put(frame);
    }

    void flush() throws IOException {
        if (plain.position() == 0) return;
        int length = sealer.seal(plain.array(), 0, plain.position(), sealed, 0);
        plain.clear();
        raw(sealed, length);
    }

    /// Bytes as they are.
    void raw(byte[] bytes, int length) throws IOException {
        for (int at = 0; at < length;) at += wire.write(bytes, at, length - at);
    }

    boolean isOver() {
        return owner.ended.isDone();
    }

    @Override
    public void close() {
        wire.close();
        for (LocalPair target : targets) {
            try {
                target.app().close();
            } catch (IOException alreadyBroken) {
                // nobody minds
            }
        }
    }
}
