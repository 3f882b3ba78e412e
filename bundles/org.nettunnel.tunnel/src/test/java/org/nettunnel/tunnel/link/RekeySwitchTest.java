package org.nettunnel.tunnel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.fixtures.SocketWire;
import org.nettunnel.tunnel.rekey.RekeySite;
import org.nettunnel.tunnel.rekey.Rekeying;
import org.nettunnel.tunnel.rekey.Renewal;
import org.nettunnel.tunnel.rekey.Sides;
import org.nettunnel.tunnel.wire.BigEndian;
import org.nettunnel.tunnel.wire.Budgets;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.KeyLimits;
import org.nettunnel.tunnel.wire.LinkSettings;
import org.nettunnel.tunnel.wire.LinkTerms;
import org.nettunnel.tunnel.wire.RecordCounter;
import org.nettunnel.tunnel.wire.RecordOpener;
import org.nettunnel.tunnel.wire.RecordSealer;
import org.nettunnel.tunnel.wire.Violation;

/// What a link does with an initiator that exchanges keys as it should, but does not switch as it should.
@Timeout(60)
class RekeySwitchTest {
    /// An initiator whose records a test makes.
    private static final class Peer implements RekeySite, AutoCloseable {
        final LinkEnd end;
        final Link link;
        private final SocketWire wire;
        private final RecordSealer sealer = new RecordSealer(LinkPair.keys(true));
        private final RecordOpener opener = new RecordOpener(LinkPair.keys(true));
        private final Rekeying rekeying;
        boolean switchesItsSending = true;
        boolean saysMoreBehindTheSwitch;
        boolean isDone;

        Peer() throws IOException {
            var wires = SocketWire.pair();
            wire = wires.one();
            var options = new LinkPair.Options();
            options.outerStock = () -> Sides.BOTH;
            var settings = LinkSettings.defaults().with(KeyLimits.every(2));
            end = new LinkEnd("outer", false, settings, new Budgets(64 << 20, 64 << 20), System::nanoTime, options);
            link = new Link(end.lane, new Link.Parts(wires.other(), LinkPair.keys(false), LinkTerms.plain(), false, LinkPair.rekey(false, options)));
            rekeying = Rekeying.of(this, new Sides().startInner(() -> Sides.BOTH), new Renewal(LinkPair.keys(true), java.util.List.of()),
                    KeyLimits.every(2), Runnable::run);
            link.start();
        }

        void send(byte[] plain) throws IOException {
            byte[] sealed = new byte[plain.length + RecordSealer.OVERHEAD];
            int length = sealer.seal(plain, 0, plain.length, sealed, 0);
            for (int at = 0; at < length;) at += wire.write(sealed, at, length - at);
        }

        /// Reads one record, and does what it says.
        void read() throws IOException {
            byte[] header = exactly(3);
            byte[] sealed = exactly(BigEndian.get24(header, 0));
            byte[] plain = new byte[sealed.length];
            int length = opener.open(sealed, 0, sealed.length, plain);
            for (int at = 0; at < length;) {
                int body = BigEndian.get24(plain, at + 7);
                FrameType type = FrameType.of(plain[at]);
                if (type != null && type.number >= FrameType.REKEY0.number && type.number <= FrameType.REKEY4.number)
                    rekeying.received(type, java.util.Arrays.copyOfRange(plain, at + 10, at + 10 + body));
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

        void ping() throws IOException {
            send(RawPeer.frame(9, 0, new byte[8]));
        }

        /// Until the link gives up, or both have new keys.
        void exchange() throws IOException {
            ping();
            ping();
            while (!isDone) {
                rekeying.speak();
                read();
            }
        }

        @Override
        public void write(FrameType type, byte[] body) throws Violation {
            byte[] frame = RawPeer.frame(type.number, 0, body);
            byte[] ping = RawPeer.frame(9, 0, new byte[8]);
            byte[] both = java.util.Arrays.copyOf(frame, frame.length + ping.length);
            System.arraycopy(ping, 0, both, frame.length, ping.length);
            try {
                send(type == FrameType.REKEY3 && saysMoreBehindTheSwitch ? both : frame);
            } catch (IOException closed) {
                throw new Violation(closed.toString());
            }
        }

        @Override
        public void sends(Renewal renewal) {
            if (switchesItsSending) sealer.enter(renewal.keys());
        }

        @Override
        public void receives(Renewal renewal) {
            opener.enter(renewal.keys());
        }

        @Override
        public void released() {}

        @Override
        public void rekeyed() {
            isDone = true;
        }

        @Override
        public long now() {
            return System.nanoTime();
        }

        @Override
        public RecordCounter sealed() {
            return sealer.counter();
        }

        @Override
        public RecordCounter opened() {
            return opener.counter();
        }

        @Override
        public void wantsTurn() {}

        @Override
        public void wakeAt(long due) {}

        @Override
        public void soon(Runnable task) {
            task.run();
        }

        @Override
        public void hold() {}

        @Override
        public void goOn() {}

        @Override
        public void fails(CloseCode code, String reason) {
            throw new AssertionError(reason);
        }

        CloseCode ended() throws Exception {
            return end.ended.get(20, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            wire.close();
            end.loop.close();
        }
    }

    @Test
    void aPeerThatSwitchesIsHeardUnderTheNewKeys() throws Exception {
        try (var peer = new Peer()) {
            peer.exchange();
            long before = peer.link.receivedBytes();
            peer.ping();
            peer.read();
            assertTrue(peer.link.receivedBytes() > before);
            assertEquals(1, peer.link.keys().rekeys());
            assertEquals(1, peer.link.keys().epoch());
        }
    }

    @Test
    void aRecordUnderTheOldKeyBehindTheSwitchEndsTheLink() throws Exception {
        try (var peer = new Peer()) {
            peer.switchesItsSending = false;
            peer.exchange();
            peer.ping();
            assertEquals(CloseCode.SESSION_GONE, peer.ended());
            assertTrue(peer.end.endReason.get().contains("tag"), peer.end.endReason.get());
        }
    }

    @Test
    void aFrameBehindTheSwitchInItsRecordIsAViolation() throws Exception {
        try (var peer = new Peer()) {
            peer.saysMoreBehindTheSwitch = true;
            try {
                peer.exchange();
            } catch (IOException closed) {
                // as it should
            }
            assertEquals(CloseCode.PROTOCOL, peer.ended());
            assertTrue(peer.end.endReason.get().contains("does not end its record"), peer.end.endReason.get());
        }
    }

    @Test
    void rekeyOnALinkThatHasNoneIsAViolation() throws Exception {
        try (var peer = new RawPeer()) {
            peer.send(RawPeer.frame(13, 0, new byte[10]));
            assertEquals(CloseCode.PROTOCOL, peer.end.ended.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void rekeyOfAStreamIsAViolation() throws Exception {
        try (var peer = new Peer()) {
            peer.send(RawPeer.frame(13, 1, new byte[10]));
            assertEquals(CloseCode.PROTOCOL, peer.ended());
        }
    }
}
