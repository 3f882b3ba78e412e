package org.nettunnel.api.node;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;

/// This installation's tunnels and endpoints: checks a change, writes it down durably, and only then applies it.
///
/// A change that throws has changed nothing. [IOException] says that it could not be written.
/// **Threads:** safe for any; changes are made one after another.
public interface Node {
    String name();

    PeerIdentity identity();

    List<TunnelConfig> tunnels();

    List<EndpointConfig> endpoints();

    /// Makes an inbound tunnel that waits for its peer, and the invite that peer needs.
    Invite invite(InviteOffer offer) throws RequestRefused, IOException;

    /// Makes the outbound tunnel that an invite describes.
    TunnelConfig accept(String invite, Wishes wishes) throws RequestRefused, IOException;

    /// Starts or stops a tunnel; stopped, its streams end and its listeners close.
    TunnelConfig setStarted(TunnelId tunnel, boolean started) throws RequestRefused, IOException;

    /// Changes what may change while a tunnel runs; its streams go on, and its next link is made so.
    TunnelConfig change(TunnelId tunnel, Change change) throws RequestRefused, IOException;

    /// Removes a tunnel and its endpoints at this end; the other end keeps its half, disconnected.
    void remove(TunnelId tunnel) throws RequestRefused, IOException;

    /// Adds an endpoint; the other end learns of it at once, or when the tunnel is next up.
    EndpointConfig add(EndpointDraft draft) throws RequestRefused, IOException;

    /// Adds an endpoint that is a limited user's own, and the node's where an administrator adds it: it needs his rights and counts towards his quota, and goes with his account.
    ///
    /// @throws RequestRefused FORBIDDEN when he may not have it, TOO_MANY past his quota
    default EndpointConfig add(EndpointDraft draft, Accounts.User owner) throws RequestRefused, IOException {
        if (Rights.isAdministrator(owner)) return add(draft);
        throw new RequestRefused(RequestRefused.Reason.FORBIDDEN, "endpoints of a user's own are not possible here");
    }

    /// Changes an endpoint at both ends; streams of a half whose target is another are reset, others go on.
    ///
    /// @param by whoever asks: one who is no administrator may make of it only what he was granted
    /// @throws RequestRefused FORBIDDEN when he may not, or its owner may not have it so
    default EndpointConfig change(EndpointId endpoint, EndpointEdit edit, Accounts.User by) throws RequestRefused, IOException {
        throw new RequestRefused(RequestRefused.Reason.FORBIDDEN, "endpoints cannot be changed here");
    }

    /// Removes an endpoint at both ends; its streams are reset.
    void remove(EndpointId endpoint) throws RequestRefused, IOException;

    /// What the other end last said of its half of an endpoint; empty when it said nothing since the tunnel is up.
    Optional<RemoteHalf> remoteHalf(EndpointId endpoint);

    /// How the node's files fare.
    default Writing writing() {
        return new Writing(0, true);
    }

    /// What this node would rather use, of what bundles offer.
    Preference preference();

    /// From now on, and after a restart; running links get new keys where it makes a difference.
    ///
    /// Names of what is not there are kept for when it comes.
    void prefer(Preference preference) throws RequestRefused, IOException;

    /// @param changes  written since the node started
    /// @param lastGood whether the last of them, or of the tries, is safely on disk
    record Writing(long changes, boolean lastGood) {}

    /// @param addresses where the peer reaches this node, tried in order
    /// @param validity  how long the invite may be used, at most 30 days
    /// @param outage    of the tunnel at this end; the one who accepts chooses his own
    record InviteOffer(String name, List<Address> addresses, String transport, Duration validity, Outage outage) {
        public InviteOffer(String name, List<Address> addresses, String transport, Duration validity) {
            this(name, addresses, transport, validity, Outage.USUAL);
        }
    }

    /// What is to be another of a tunnel at this end; null for what is to stay.
    ///
    /// @param addresses where the peer is dialled, at most 16; only at the end that dials, as is the next
    /// @param proxy     what stands between this node and the peer
    /// @param grace     how long open streams wait while there is no link
    /// @param patience  how long new connections do; null also for the grace where that is shorter now
    /// @param name      what to call it here
    /// @param configure whether the other end may change what belongs to the tunnel: [TunnelConfig.PeerMay]
    /// @param call      whether people may log in here through it
    record Change(@Nullable List<Address> addresses, @Nullable ProxyConfig proxy, @Nullable Duration grace, @Nullable Duration patience,
            @Nullable String name, @Nullable Boolean configure, @Nullable Boolean call) {
        public static final Change NONE = new Change(null, null, null, null);

        public Change(@Nullable List<Address> addresses, @Nullable ProxyConfig proxy, @Nullable Duration grace, @Nullable Duration patience) {
            this(addresses, proxy, grace, patience, null, null, null);
        }

        /// With another name and other rights of the peer.
        public Change with(@Nullable String newName, @Nullable Boolean mayConfigure, @Nullable Boolean mayCall) {
            return new Change(addresses, proxy, grace, patience, newName, mayConfigure, mayCall);
        }

        public static Change outage(@Nullable Duration grace, @Nullable Duration patience) {
            return new Change(null, null, grace, patience);
        }

        /// Whether it is about how the peer is dialled.
        public boolean isOfRoute() {
            return addresses != null || proxy != null;
        }
    }

    /// What the one who accepts an invite may choose.
    ///
    /// @param name      what to call the tunnel here; null for the name in the invite
    /// @param transport null for the one in the invite
    /// @param proxy     what stands between this node and the peer
    /// @param outage    of the tunnel at this end
    record Wishes(@Nullable String name, @Nullable String transport, ProxyConfig proxy, Outage outage) {
        /// None but the name, where it is given.
        public static Wishes named(@Nullable String name) {
            return new Wishes(name, null, new ProxyConfig.FromEnvironment(), Outage.USUAL);
        }

        public Wishes over(String chosenTransport) {
            return new Wishes(name, chosenTransport, proxy, outage);
        }
    }

    /// @param text the one string to hand over; whoever has it first is the peer
    record Invite(String text, TunnelId tunnel, Instant expires) {
        /// Without the text, which is a secret.
        @Override
        public String toString() {
            return "Invite[tunnel=" + tunnel + ", expires=" + expires + "]";
        }
    }

    /// @param name null for a name made of listener and target
    /// @param side the end of the tunnel that listens
    record EndpointDraft(TunnelId tunnel, @Nullable String name, TunnelSide side, String bind, int port, Address target,
            String compression) {
        /// The endpoint this draft describes.
        public EndpointConfig named(EndpointId id, String chosen) {
            return new EndpointConfig(id, tunnel, chosen, new EndpointConfig.Listen(side, bind, port), target, compression);
        }
    }

    /// What is to be another of an endpoint; null for what is to stay.
    record EndpointEdit(@Nullable String name, @Nullable String bind, @Nullable Integer port, @Nullable Address target, @Nullable String compression) {
        public static final EndpointEdit NONE = new EndpointEdit(null, null, null, null, null);

        /// What the endpoint is to be.
        public EndpointDraft of(EndpointConfig before) {
            return new EndpointDraft(before.tunnel(), otherwise(name, before.name()), before.listen().side(), otherwise(bind, before.listen().bind()),
                    otherwise(port, before.listen().port()), otherwise(target, before.target()), otherwise(compression, before.compression()));
        }

        private static <T> T otherwise(@Nullable T wanted, T present) {
            return wanted == null ? present : wanted;
        }
    }

    /// @param state `listening`, `waiting`, `ready` or `stopped`
    /// @param port  the real port when listening, else 0
    /// @param reason why it waits; empty otherwise
    record RemoteHalf(String state, int port, String reason) {}
}
