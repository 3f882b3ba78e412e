package org.nettunnel.tunnel.wire;

/// How much of this node one peer, one stranger or all of them together may take: each figure of protocol section 9, named once.
///
/// Who enforces them: [PeerTally] and [PeerRates] what a peer that proved itself does, `HandshakeBudget` and `ComputeGate` what strangers
/// ask, [Memory] what all of them hold. Past a ceiling new work is refused, or the one who went past it loses its link; what runs goes on.
/// Connections a stranger makes are counted before, by `org.nettunnel.api.transport.AcceptRate`.
public final class Ceilings {
    private Ceilings() {}

    /// A receiver acts at so many times what it announced; the sender paces itself by what was announced.
    public static final int TOLERANCE = 2;

    // one peer, on all lanes of its session

    /// Streams it may hold open, tombstones included.
    public static final int STREAMS = 16_384;
    /// Past so many times its streams, when they include refusals that it never answers, its session ends.
    public static final int STREAMS_IN_ALL = 2;
    /// What a setting may raise streams to, and a figure of the peer's counts for at most.
    public static final int MOST_STREAMS = 65_536;
    /// OPENs of one endpoint without an answer, and dials on the peer's behalf.
    public static final int UNANSWERED = 256;
    public static final int OPENS_PER_SECOND = 20_000;
    /// RESET without *answer*, and REFUSED.
    public static final int RESETS_PER_SECOND = 20_000;
    /// Answers to RESET and REFUSED that wait for the peer to read.
    public static final int ANSWERS = 16_384;
    /// CREDIT beyond one for each DATA and FIN.
    public static final int CREDITS_PER_SECOND = 200;
    public static final int PINGS_PER_SECOND = 2;
    public static final int PING_BURST = 16;
    /// Exchanges of keys that are hardly used, with nothing new to offer.
    public static final int REKEYS_PER_MINUTE = 6;
    /// Exchanges of keys that are hardly used, whatever they offer: each takes a signature and two key agreements.
    public static final int REKEYS_PER_SECOND = 10;
    public static final int REKEY_BURST = 100;
    /// Frames that change nothing: OPENED and FIN again, DATA that came before or for a stream that is gone, answers to nothing.
    public static final int IDLE_FRAMES_PER_SECOND = 20_000;
    public static final int IDLE_FRAME_BURST = 65_536;
    /// Compression contexts that are kept for it, and how many of them are there whatever memory others hold.
    public static final int CONTEXTS = 128;
    public static final int SURE_CONTEXTS = 16;
    /// Bytes of one control message.
    public static final int MESSAGE_BYTES = 1 << 20;
    /// Bytes of control messages that nobody took yet, either way.
    public static final int WAITING_MESSAGE_BYTES = 16 << 20;
    /// Minutes that a half-closed stream may be without traffic.
    public static final int HALF_CLOSED_MINUTES = 10;

    // strangers: the answering of handshakes

    /// M1 without a good binder, from one address.
    public static final int HELLOS_PER_SECOND = 20;
    public static final int HELLO_BURST = 40;
    /// M1 with a good binder, from one address.
    public static final int PROVED_HELLOS_PER_SECOND = 200;
    public static final int PROVED_HELLO_BURST = 1_000;
    /// Handshakes that run at once, of one address and of all.
    public static final int HANDSHAKES_OF_AN_ADDRESS = 64;
    public static final int HANDSHAKES = 512;
    /// Handshakes that wait for a core, of each kind.
    public static final int HANDSHAKES_WAITING = 256;
    /// Addresses, and good binders, that are remembered; the longest unused is forgotten.
    public static final int ADDRESSES = 16_384;
    public static final int BINDERS = 16_384;

    // all together: parts of the heap

    /// Percent of the heap for bytes that wait for local sockets.
    public static final int WAITING_PERCENT = 35;
    /// Percent of those that may be promised as growth of windows.
    public static final int GROWTH_PERCENT = 40;
    /// Percent of the heap for bytes that were sent, beyond the first windows; also for what parked sessions keep.
    public static final int SENT_PERCENT = 25;
    /// Percent of the heap for all bytes that were sent, the first windows included.
    public static final int KEPT_PERCENT = 37;
    /// Percent of what may wait, or of what is left for first windows, from which new streams are refused; past all of it one goes.
    public static final int REFUSE_PERCENT = 80;
    /// Bytes outside the heap, as percent of the heap, for the contexts that we compress with, and as much for those kept for peers.
    public static final int CONTEXT_PERCENT = 25;
    /// Percent of the heap that empty chunks may take, for the next taker.
    public static final int POOLED_PERCENT = 6;
}
