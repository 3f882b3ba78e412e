package org.nettunnel.endpoint;

import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.Endpoints.Half;
import org.nettunnel.api.endpoint.Endpoints.Owner;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.Rights.Permit;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.Pace;
import org.nettunnel.api.tunnel.StreamObserver;
import org.nettunnel.api.tunnel.StreamRefused;

/// Asks for the right of an endpoint's owner to each connection; endpoints without one need none, but do not dial everything for whoever made them elsewhere.
///
/// **Threads:** any.
final class OwnersGate {
    private final Supplier<@Nullable Rights> rights;

    OwnersGate(Supplier<@Nullable Rights> rights) {
        this.rights = rights;
    }

    /// @throws StreamRefused also while nobody knows the rights
    Admitted admit(Half half, StreamObserver observer) throws StreamRefused {
        Owner owner = half.owner();
        Rights known = rights.get();
        if (owner == null) return new Admitted(observer, null, address -> known == null || known.mayDial(half.config(), address));
        if (known == null)
            throw new StreamRefused(CloseCode.POLICY, "endpoint '" + half.config().name() + "' is a user's own, and his rights are not known just now");
        Permit permit = known.admit(owner.user(), half.config());
        return new Admitted(new Returning(observer, permit), permit, permit::mayDial);
    }

    /// Whether connections that run would have more than the new owner may.
    static boolean isTighter(@Nullable Owner before, @Nullable Owner after) {
        if (after == null) return false;
        return before == null || !before.user().equals(after.user()) || after.hasPace() && !before.hasPace()
                || !after.granted().containsAll(before.granted());
    }

    /// @param observer hears how the connection goes, and gives the right back
    /// @param mayDial  whether an address that the target's name stands for may be dialled
    record Admitted(StreamObserver observer, @Nullable Permit permit, Predicate<InetAddress> mayDial) {
        @Nullable Pace pace() {
            Permit owners = permit;
            return owners == null ? null : owners.pace();
        }
    }

    private record Returning(StreamObserver observer, Permit permit) implements StreamObserver {
        @Override
        public void begins(Progress progress) {
            observer.begins(progress);
        }

        @Override
        public void opened() {
            observer.opened();
        }

        @Override
        public void ended(CloseCode code, String reason, long receivedBytes, long sentBytes) {
            permit.end();
            observer.ended(code, reason, receivedBytes, sentBytes);
        }
    }
}
