package org.nettunnel.api.node;

import java.net.InetAddress;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Pace;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelId;

/// Who may do what; asked at every call of the administration, and at every connection of an endpoint that is somebody's own.
///
/// **Threads:** safe for any; answers at once, and from what is on disk now.
public interface Rights {
    /// What one may do with a tunnel or an endpoint.
    enum Act { SEE, OPERATE, CHANGE }

    /// Administrators may all, disabled users nothing; for others [Grants] says it. Changing a tunnel is for administrators.
    boolean may(User user, Act act, TunnelId tunnel);

    /// Its owner may see, operate, change and remove it; for others [Grants] says it.
    boolean may(User user, Act act, EndpointId endpoint);

    /// The limited user whose endpoint it is; empty for the node's own and for what the peer made.
    Optional<String> owner(EndpointId endpoint);

    /// Whether a user may have such an endpoint: the acts, ports, targets and binds that he was granted, not his quota.
    ///
    /// @throws RequestRefused FORBIDDEN, with a sentence that says what he may instead
    void check(User user, EndpointDraft draft) throws RequestRefused;

    /// Asks for one connection through an endpoint that is `owner`'s, at the end that listens as at the end that dials.
    ///
    /// @throws StreamRefused POLICY or BUSY, with the sentence for the peer
    Permit admit(String owner, EndpointConfig endpoint) throws StreamRefused;

    /// Whether an address that the target's name stands for may be dialled for an endpoint that nobody here owns: any, where an administrator of
    /// this node made it or changed it last; else, for whoever did at the other end, neither this node's own ports nor addresses that are never dialled for strangers.
    default boolean mayDial(EndpointConfig endpoint, InetAddress address) {
        return true;
    }

    /// What a user has just now of what his quota bounds.
    default Used used(String user) {
        return Used.NOTHING;
    }

    /// @param endpoints   of his own
    /// @param connections open through them
    record Used(int endpoints, int connections) {
        public static final Used NOTHING = new Used(0, 0);
    }

    /// The right to one connection, which counts towards the owner's quota until it is given back.
    interface Permit {
        /// Whether an address that the target's name stands for may be dialled: the one that is connected to, never resolved again.
        boolean mayDial(InetAddress address);

        /// What the connection shares with the others of its owner; null: as fast as it goes.
        @Nullable Pace pace();

        /// The connection is over; called once.
        void end();
    }

    /// Whether somebody may all.
    static boolean isAdministrator(@Nullable User user) {
        return user != null && !user.disabled() && user.role() == Accounts.Role.ADMINISTRATOR;
    }
}
