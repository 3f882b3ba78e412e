package org.nettunnel.tunnel.link;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Pace;
import org.nettunnel.api.tunnel.StreamAcceptor.Dialled;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamOffer;
import org.nettunnel.tunnel.edge.Edge;
import org.nettunnel.tunnel.edge.EdgeUser;
import org.nettunnel.tunnel.edge.SocketEdge;
import org.nettunnel.tunnel.waits.StreamWaits;
import org.nettunnel.tunnel.waits.Turnstile;
import org.nettunnel.tunnel.waits.Wait;
import org.nettunnel.tunnel.wire.Counter;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.ResumeEntry;
import org.nettunnel.tunnel.wire.ResumeEntry.State;
import org.nettunnel.tunnel.wire.Violation;

/// One forwarded connection: a local socket at this end, an id and two directions on a lane.
///
/// It ends once: forgotten in order when both directions are settled, or reset or refused with a tombstone in its place.
/// **Threads:** its lane's loop; the two byte counts are read by any.
final class Stream extends Entry implements EdgeUser {
    /// Where a stream is between its OPEN and its end.
    enum Phase {
        /// Opener: the OPEN is not written yet.
        QUEUED,
        /// Opener: not answered yet.
        OPENING,
        /// Acceptor: the target is being dialled.
        DIALLING,
        OPEN,
        ENDED
    }

    final Lane lane;
    final EndpointId endpoint;
    final boolean isOpener;
    final String client;
    final Instant since = Instant.now();
    final Sending sending;
    final Receiving receiving;
    final StreamWaits waits = new StreamWaits();
    Phase phase;
    String target = "";
    String compression;
    @Nullable Edge edge;
    private @Nullable StreamObserver observer;
    /// In the lane's ring of those who may have something to send.
    boolean isInRing;
    /// In the ring of a link without room: its socket is not to be asked meanwhile.
    private boolean isParked;
    private boolean isShut;
    /// The peer never saw its OPEN: until it is written again nothing else is.
    private boolean owesOpen;
    long lastTraffic;
    /// What it is known by while it has no id.
    long ticket;
    /// How long it may wait for a link before its OPEN is written, and until when it does now.
    long patienceNanos;
    long waitsUntil;
    /// From and to the local socket.
    final Counter receivedBytes = new Counter();
    final Counter sentBytes = new Counter();

    private Stream(Lane lane, long id, EndpointId endpoint, String client, boolean isOpener) {
        super(id);
        this.lane = lane;
        this.endpoint = endpoint;
        this.client = client;
        this.compression = "off";
        this.isOpener = isOpener;
        this.phase = isOpener ? Phase.QUEUED : Phase.DIALLING;
        this.sending = new Sending(this);
        this.receiving = new Receiving(this);
        touch();
        if (!isOpener) waits.begins(Wait.DIAL, lastTraffic);
    }

    /// A stream that this end opens.
    Stream(Lane lane, StreamOffer offer, StreamObserver observer) {
        this(lane, 0, offer.endpoint(), offer.client(), true);
        this.compression = offer.compression();
        pace(offer.pace());
        this.observer = observer;
        observer.begins(new StreamObserver.Progress(receivedBytes::get, sentBytes::get));
    }

    /// A stream that the peer opens.
    Stream(Lane lane, long id, EndpointId endpoint, String client) {
        this(lane, id, endpoint, client, false);
    }

    /// OPENED, then CREDIT.
    @Override
    void speak(Link link) throws Violation {
        int said = says;
        says = 0;
        if ((said & SAY_OPENED) != 0) link.outbox.frame(FrameType.OPENED, id, 0);
        if ((said & SAY_CREDIT) != 0) receiving.writeCredit(link);
        if ((said & SAY_CONTEXT_END) != 0) sending.endContext(link);
        forgetIfSettled();
    }

    void touch() {
        lastTraffic = lane.loop.now();
    }

    // opening

    /// Takes the application's socket; nothing is read from it before the OPEN is written.
    void take(SocketChannel channel) throws IOException {
        edge = SocketEdge.register(lane.loop.selector(), this, channel);
    }

    /// The OPEN was written: early data may follow.
    void openWritten(long ownId) {
        id = ownId;
        phase = Phase.OPENING;
        waits.begins(Wait.DIAL, lane.loop.now());
        lane.ready(this);
        updateInterest();
    }

    /// Whether the OPEN was lost with an older link and is not yet written again.
    void owesOpen(boolean owes) {
        owesOpen = isParked = owes;
        lane.ready(this);
        updateInterest();
    }

    /// The peer's OPENED.
    void opened() {
        if (phase != Phase.OPENING) return;
        wasAnswered();
        StreamObserver hears = observer;
        if (hears != null) hears.opened();
    }

    /// The target is connected.
    void dialled(Dialled dialled) {
        if (phase != Phase.DIALLING) {
            SocketEdge.resetNow(dialled.edge());
            dialled.observer().ended(CloseCode.SESSION_GONE, "the stream ended while its target was dialled", 0, 0);
            return;
        }
        target = dialled.target();
        compression = dialled.compression();
        observer = dialled.observer();
        dialled.observer().begins(new StreamObserver.Progress(receivedBytes::get, sentBytes::get));
        pace(dialled.pace());
        wasAnswered();
        try {
            take(dialled.edge());
        } catch (IOException failed) {
            SocketEdge.resetNow(dialled.edge());
            edgeFailed(failed);
            return;
        }
        lane.says(this, SAY_OPENED);
        edgeWritable();
        lane.ready(this);
    }

    private void wasAnswered() {
        lane.book.isOpen(this);
        waits.ends(Wait.DIAL, lane.loop.now());
    }

    private void pace(@Nullable Pace shared) {
        if (shared == null) return;
        sending.turnstile = new Turnstile(shared, lane.loop.timers, waits, Wait.PACE_OUT, this::edgeReadable);
        receiving.turnstile = new Turnstile(shared, lane.loop.timers, waits, Wait.PACE_IN, this::edgeWritable);
    }

    void refuse(CloseCode code, String reason) {
        if (phase != Phase.DIALLING) return;
        lane.book.wasAnswered(this);
        end(code, reason);
        lane.book.bury(new Tombstone(id, code, reason, true), SAY_REFUSED);
    }

    // the local socket

    @Override
    public void edgeReadable() {
        lane.ready(this);
        if (lane.hasRoom()) return;
        isParked = lane.hasLink() || !sending.readsAhead();
        updateInterest();
    }

    /// Its turn: sends what it can; true when it should have another.
    boolean pump(Link link) throws Violation {
        isParked = false;
        Edge local = edge;
        if (local == null || phase == Phase.ENDED || owesOpen) return false;
        boolean more;
        try {
            more = sending.pump(link, local);
        } catch (Violation violation) {
            throw violation;
        } catch (IOException failed) {
            edgeFailed(failed);
            return false;
        }
        if (sending.hasEnded()) closeWhenDone(local);
        updateInterest();
        return more;
    }

    @Override
    public void edgeWritable() {
        Edge local = edge;
        if (local == null || phase == Phase.ENDED) return;
        try {
            receiving.drain(local, lane.loop.io);
        } catch (IOException failed) {
            edgeFailed(failed);
        }
        updateInterest();
    }

    void edgeFailed(IOException failed) {
        abort(CloseCode.NORMAL, (isOpener ? "the client" : "the target") + " reset the connection (" + failed.getMessage() + ")");
    }

    void updateInterest() {
        Edge local = edge;
        if (local == null || phase == Phase.ENDED || phase == Phase.QUEUED) return;
        local.interest(!isParked && sending.wantsToRead(), receiving.wantsToWrite());
    }

    /// There is memory for sent bytes again; false when the stream has no use for it any more.
    boolean fed() {
        if (phase == Phase.ENDED || !sending.fed()) return false;
        lane.ready(this);
        // one whose link is lost cannot use it now
        return lane.hasLink();
    }

    // ends

    /// The peer has said everything and the local socket took it.
    void peerEnded(Edge local) {
        if (isShut) return;
        isShut = true;
        try {
            local.shutdownOutput();
        } catch (IOException failed) {
            edgeFailed(failed);
            return;
        }
        closeWhenDone(local);
    }

    private void closeWhenDone(Edge local) {
        if (isShut && sending.hasEnded()) local.close();
    }

    /// Both directions settled: nothing about this stream is left to say or hear.
    void forgetIfSettled() {
        if (phase != Phase.OPEN || (says & SAY_OPENED) != 0 || !sending.isSettled() || !receiving.isSettled()) return;
        end(CloseCode.NORMAL, CloseCode.NORMAL.sentence());
        lane.book.forget(this);
    }

    /// This end gives the stream up: both applications see a reset.
    void abort(CloseCode code, String reason) {
        switch (phase) {
            case ENDED -> {}
            case QUEUED -> {
                end(code, reason);
                lane.book.openings.unqueue(this);
            }
            case OPENING, DIALLING, OPEN -> {
                lane.book.wasAnswered(this);
                boolean wasLost = owesOpen;
                end(code, reason);
                if (wasLost) lane.book.forget(this);
                else lane.book.bury(new Tombstone(id, code, reason, false), SAY_RESET);
            }
        }
    }

    /// The peer's REFUSED or RESET.
    void endedByPeer(CloseCode code, String reason) {
        lane.book.wasAnswered(this);
        end(code, reason);
        lane.book.forget(this);
    }

    /// The peer gave it up, or refused it, or nobody is there any more.
    void end(CloseCode code, String reason) {
        if (phase == Phase.ENDED) return;
        phase = Phase.ENDED;
        says = 0;
        if (owesOpen) lane.book.openings.unqueue(this);
        owesOpen = false;
        Edge local = edge;
        if (local != null) {
            if (isShut && sending.hasEnded()) local.close();
            else local.reset();
        }
        sending.release();
        receiving.release();
        lane.book.streamEnded(this, code, reason);
        StreamObserver hears = observer;
        if (hears != null) hears.ended(code, reason, receivedBytes.get(), sentBytes.get());
    }

    /// The link is gone: what was said on it counts no more, what was sent is kept.
    void detached() {
        owesOpen = false;
        sending.detached();
        receiving.detached();
    }

    @Override
    ResumeEntry remembered() {
        State state = receiving.isWhole() ? State.FIN_SEEN : phase == Phase.OPEN ? State.OPEN : State.DIALLING;
        return new ResumeEntry(id, receiving.received(), state, CloseCode.NORMAL);
    }

    /// Another link has come.
    void goesOn() {
        if (phase == Phase.ENDED) return;
        touch();
        lane.ready(this);
    }

    boolean isControl() {
        return id == 0 && !isOpener;
    }

    boolean isHalfClosed() {
        return phase == Phase.OPEN && (sending.hasEnded() || receiving.hasEnded());
    }
}
