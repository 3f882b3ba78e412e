package org.nettunnel.fakes;

import org.nettunnel.api.node.Restart;

/// Counts how often the node would have been started anew.
public final class FakeRestart implements Restart {
    public int begun;

    @Override
    public boolean isInPlace() {
        return true;
    }

    @Override
    public void begin() {
        begun++;
    }
}
