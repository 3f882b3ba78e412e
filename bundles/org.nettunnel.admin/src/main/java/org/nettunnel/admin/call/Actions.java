package org.nettunnel.admin.call;

import org.nettunnel.admin.call.Call.Action;
import org.nettunnel.api.admin.Operation;

/// A part of what the operations do; each package of actions has one or more.
public interface Actions {
    /// Says of each row of this part what it does.
    void register(Rows rows);

    /// Where actions are registered.
    interface Rows {
        <Q, A> void on(Operation<Q, A> operation, Action<Q, A> action);
    }
}
