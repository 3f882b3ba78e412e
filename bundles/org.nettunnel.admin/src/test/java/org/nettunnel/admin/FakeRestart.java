package org.nettunnel.admin;

import org.nettunnel.api.node.Restart;

/// Says when the node would be started anew.
record FakeRestart(Runnable begun) implements Restart {
    @Override
    public boolean isInPlace() {
        return true;
    }

    @Override
    public void begin() {
        begun.run();
    }
}
