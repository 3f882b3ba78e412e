package org.nettunnel.tunnel.rekey;

import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.tunnel.wire.FrameType;
import org.nettunnel.tunnel.wire.RecordCounter;
import org.nettunnel.tunnel.wire.Violation;

/// The link, as an exchange of new keys sees it.
///
/// **Threads:** the link's loop, but [#soon].
public interface RekeySite {
    /// Nanoseconds of the loop's clock.
    long now();

    /// How much the present keys have sealed and opened.
    RecordCounter sealed();

    RecordCounter opened();

    /// Calls [Rekeying#speak] in the turn that follows.
    void wantsTurn();

    /// The same at that time.
    void wakeAt(long due);

    /// From any thread: runs `task` on the loop; dropped when there is no loop any more.
    void soon(Runnable task);

    /// Nothing more is read until [#goOn]: what comes next is under keys that are still being computed.
    void hold();

    /// In the next turn.
    void goOn();

    /// Writes the frame; a switch frame ends its record.
    void write(FrameType type, byte[] body) throws Violation;

    /// From the next record that is written on.
    void sends(Renewal renewal) throws Violation;

    /// From the next record that is read on.
    void receives(Renewal renewal) throws Violation;

    /// Something that was in use perhaps is not any more.
    void released();

    /// Both directions have new keys.
    void rekeyed();

    /// The link must end: told outside of [Rekeying#speak] and [Rekeying#received], which throw.
    void fails(CloseCode code, String reason);
}
