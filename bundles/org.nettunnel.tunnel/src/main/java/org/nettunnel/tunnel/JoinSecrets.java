package org.nettunnel.tunnel;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;

/// What the side that is dialled knows of one lane's join secrets and attempts (protocol section 6, "Joining").
///
/// Any message of an attempt may be lost, so there are two: `confirmed`, of which it is certain that the dialler had it, and `pending`, which a
/// lost M4 may have kept from it. `tests/models/join.pml` shows that with one less some loss shuts the session out.
/// **Threads:** safe for any.
final class JoinSecrets {
    /// Guarded by this, as is the rest.
    private Secret confirmed;
    private @Nullable Secret pending;
    private long newest;

    /// @param first what the dialler binds its first attempt to join with
    JoinSecrets(Secret first) {
        confirmed = first;
    }

    /// A binder under any of these is good; the confirmed one comes first.
    synchronized List<Secret> accepted() {
        Secret other = pending;
        return other == null ? List.of(confirmed) : List.of(confirmed, other);
    }

    /// The attempt's M3 has proved who it is.
    ///
    /// @param boundBy the secret its binder was under
    /// @return false when it is stale: a newer one, or this one, has come this far before
    synchronized boolean proves(long attempt, Secret boundBy) {
        if (attempt <= newest) return false;
        newest = attempt;
        Secret other = pending;
        // the dialler has it: its M4 was not lost
        if (other != null && other.equals(boundBy)) confirmed = other;
        return true;
    }

    /// Keeps the attempt's own join secret, before the dialler can have it.
    ///
    /// @return false when a newer attempt has proved itself meanwhile
    synchronized boolean follows(long attempt, Secret own) {
        if (attempt != newest) return false;
        pending = own;
        return true;
    }

    /// The first record of the attempt's link was opened: the dialler has read M4.
    synchronized void opened(long attempt) {
        Secret other = pending;
        if (attempt != newest || other == null) return;
        confirmed = other;
        pending = null;
    }

    /// Whether no newer one has proved itself: only then its link may take the lane.
    synchronized boolean isNewest(long attempt) {
        return attempt == newest;
    }

    /// Never the secrets.
    @Override
    public synchronized String toString() {
        return "JoinSecrets[newest=" + newest + ", ***]";
    }
}
