package org.nettunnel.tunnel.link;

import org.nettunnel.api.tunnel.CloseCode;

/// Who watches the streams of a lane: nobody, most of the time.
///
/// **Threads:** called on the lane's loop: returns at once.
public interface StreamWatch {
    StreamWatch NOBODY = new StreamWatch() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void opened(StreamFacts stream) {}

        @Override
        public void ended(StreamFacts stream, CloseCode code, String reason) {}
    };

    /// Whether somebody does; only then is it told.
    boolean isOn();

    void opened(StreamFacts stream);

    void ended(StreamFacts stream, CloseCode code, String reason);
}
