package org.nettunnel.admin.peer;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.api.admin.InviteRequest;
import org.nettunnel.api.admin.InviteView;
import org.nettunnel.api.admin.LoginRequest;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Session;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.peer.TunnelLogin;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.client.NodeAddress;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;

/// A login at another node for as long as it takes to make the end of a tunnel there; nothing of it is kept.
final class LoginAway {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private final TunnelLogin asked;
    private final Fingerprint own;
    private final NodeAddress address;
    private final @Nullable Fingerprint pinned;

    /// Makes this node's end.
    interface Acceptance {
        TunnelConfig accept(String invite) throws Refusal, RequestRefused, IOException;
    }

    /// @param own identity of this node
    LoginAway(TunnelLogin asked, Fingerprint own) throws Refusal {
        this.own = own;
        this.asked = asked;
        Words.required("user", asked.user());
        Words.required("password", asked.password());
        Words.required("name", asked.name());
        address = Words.parsed("address", asked.address(), NodeAddress::parse);
        String fingerprint = asked.fingerprint();
        pinned = fingerprint == null ? null : Words.parsed("fingerprint", fingerprint, Fingerprint::new);
    }

    /// Both ends, or none of them.
    TunnelConfig make(Acceptance here) throws Refusal, RequestRefused, IOException {
        try {
            // TLS comes first: the password goes to nobody else
            Session session = client("").call(NodeOperations.LOG_IN, new LoginRequest(asked.user(), asked.password()));
            NodeClient there = client(session.token());
            try {
                if (there.call(NodeOperations.STATUS, new Nothing()).identity().equals(own.toString()))
                    throw Refusal.field("address", address + " is this node itself: give the address of another one, at the other end of the tunnel");
                InviteView made = there.call(TunnelOperations.INVITE, new InviteRequest(asked.name(), List.of(address.host() + ":" + address.port()), asked.transport(), null, asked.outage()));
                return accept(made, there, here);
            } finally {
                logOut(there);
            }
        } catch (NodeException failed) {
            throw refusal(failed);
        }
    }

    private TunnelConfig accept(InviteView made, NodeClient there, Acceptance here) throws Refusal, RequestRefused, IOException {
        boolean isDone = false;
        try {
            TunnelConfig tunnel = here.accept(made.invite());
            isDone = true;
            return tunnel;
        } finally {
            if (!isDone) remove(made, there);
        }
    }

    /// What goes wrong here hides nothing of what went wrong before, and a tunnel that was made stays made.
    private void remove(InviteView made, NodeClient there) {
        try {
            there.call(TunnelOperations.REMOVE_TUNNEL, made.tunnel(), new Nothing());
        } catch (NodeException failed) {
            LOG.log(Level.WARNING, "peer left with half a tunnel, to be removed there address=" + address + " tunnel=" + made.tunnel() + " reason=\"" + failed.sentence() + "\"");
        }
    }

    private void logOut(NodeClient there) {
        try {
            there.call(NodeOperations.LOG_OUT, new Nothing());
        } catch (NodeException failed) {
            LOG.log(Level.WARNING, "peer did not end the login, which ends by itself address=" + address + " reason=\"" + failed.sentence() + "\"");
        }
    }

    private NodeClient client(String token) {
        return new NodeClient(address, pinned, token, PATIENCE);
    }

    /// Never 401, which would say that the login here is over.
    private Refusal refusal(NodeException failed) {
        return switch (failed) {
            case NodeException.UnknownCertificate unknown -> Refusal.field("fingerprint", pinned == null
                    ? "the certificate of " + address + " is not known here; its fingerprint is " + unknown.fingerprint() + ": compare it with what that node shows under About, and give it as 'fingerprint'"
                    : "the certificate of " + address + " has the fingerprint " + unknown.fingerprint() + ", not " + pinned + "; somebody may be in between");
            case NodeException.Unreachable unreachable -> Refusal.field("address", unreachable.sentence());
            case NodeException.Refused refused -> refused.problem().status() == HttpStatus.UNAUTHORIZED_401
                    ? Refusal.field("password", "the node at " + address + " did not let '" + asked.user() + "' in: " + refused.sentence())
                    : new Refusal(HttpStatus.CONFLICT_409, "the node at " + address + " refused: " + refused.sentence());
        };
    }
}
