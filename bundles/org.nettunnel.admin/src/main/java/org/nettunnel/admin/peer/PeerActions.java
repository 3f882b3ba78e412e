package org.nettunnel.admin.peer;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Millis;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Segments;
import org.nettunnel.admin.call.Words;
import org.nettunnel.admin.tunnels.TunnelActions;
import org.nettunnel.admin.views.EndpointViews;
import org.nettunnel.admin.views.TunnelViews;
import org.nettunnel.api.admin.EndpointView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.admin.peer.EndpointChange;
import org.nettunnel.api.admin.peer.PeerAnswer;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.peer.PeerRequest;
import org.nettunnel.api.admin.peer.PingView;
import org.nettunnel.api.admin.peer.TunnelLogin;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.EndpointEdit;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.LinkFacts;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.api.tunnel.Tunnels;

/// Edits of endpoints, pings, and what is done at the other end of a tunnel.
public final class PeerActions implements Actions {
    private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");
    /// What answers with a session.
    private static final Set<List<String>> BEGINS = Set.of(List.of("login"), List.of("setup"));
    private static final Set<List<String>> ENDS = Set.of(List.of("logout"), List.of("logout-everywhere"));
    private final Engine engine;
    private final FarLogins logins = new FarLogins();
    private final Shares shares = new Shares();

    public PeerActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(PeerOperations.CHANGE_ENDPOINT, this::change);
        rows.on(PeerOperations.PING, this::ping);
        rows.on(PeerOperations.CALL, this::call);
        rows.on(PeerOperations.ADD_BY_LOGIN, this::addByLogin);
    }

    private EndpointView change(Call<EndpointChange> call) throws Refusal, RequestRefused, IOException {
        EndpointChange asked = call.body();
        Integer port = asked.port();
        if (port != null) Words.port(port);
        var edit = new EndpointEdit(asked.name(), asked.bind(), port,
                asked.target() == null ? null : Words.parsed("target", asked.target(), Address::parse), asked.compression());
        if (edit.equals(EndpointEdit.NONE)) throw Refusal.invalid("give 'name', 'bind', 'port', 'target' or 'compression': there is nothing to change");
        Node node = engine.needNode();
        return new EndpointViews(node, engine.endpoints(), engine.rights()).view(node.change(call.endpoint().id(), edit, call.caller().known()));
    }

    private PingView ping(Call<Nothing> call) throws Refusal, RequestRefused {
        TunnelConfig tunnel = call.tunnel();
        double millis = Millis.of(shares.ask(call.caller(), tunnel, () -> engine.needFarSide().ping(tunnel.id())));
        return new PingView(tunnel.name(), millis, links(engine.needTunnels(), tunnel.id()).stream()
                .map(link -> new PingView.Link(link.lane(), link.transport(), Millis.measured(link.roundTrip()))).toList());
    }

    private static List<LinkFacts> links(Tunnels tunnels, TunnelId id) {
        return tunnels.states().stream().filter(state -> state.id().equals(id) && state.status() instanceof TunnelStatus.Established)
                .findFirst().map(state -> ((TunnelStatus.Established) state.status()).links()).orElse(List.of());
    }

    private TunnelView addByLogin(Call<TunnelLogin> call) throws Refusal, RequestRefused, IOException {
        TunnelLogin asked = call.body();
        Node node = engine.needNode();
        var wishes = new Node.Wishes(asked.name(), asked.transport(), ProxyConfig.parse(ProxyConfig.ENVIRONMENT, null), TunnelActions.outage(asked.outage()));
        return new TunnelViews(engine).view(new LoginAway(asked, node.identity().fingerprint()).make(invite -> node.accept(invite, wishes)));
    }

    private PeerAnswer call(Call<PeerRequest> call) throws Refusal, RequestRefused {
        PeerRequest asked = call.body();
        String method = Words.required("method", asked.method());
        String path = Words.required("path", asked.path());
        if (!METHODS.contains(method)) throw Refusal.invalid("method '" + method + "' is not GET, POST or DELETE");
        if (!path.startsWith("/")) throw Refusal.invalid("path '" + path + "' does not begin with '/'");
        List<String> meant = meant(path);
        TunnelId tunnel = call.tunnel().id();
        String own = call.given().token();
        var question = new FarSide.Call(method, path, Words.given(asked.body(), ""), logins.token(own, tunnel), asked.ifMatch());
        FarSide.Answer answer = shares.ask(call.caller(), call.tunnel(), () -> engine.needFarSide().call(tunnel, question));
        if (answer.status() == HttpStatus.UNAUTHORIZED_401 || ENDS.contains(meant)) logins.forget(own, tunnel);
        boolean begins = BEGINS.contains(meant) && answer.status() == HttpStatus.OK_200;
        String body = begins ? logins.keep(own, tunnel, answer.body()) : answer.body();
        return new PeerAnswer(answer.status(), orNull(body), answer.etag());
    }

    /// As the other node reads it: decoded, without the query.
    private static List<String> meant(String path) throws Refusal {
        int mark = path.indexOf('?');
        try {
            return Segments.of(mark < 0 ? path : path.substring(0, mark));
        } catch (IllegalArgumentException unreadable) {
            throw Refusal.invalid("path '" + path + "' cannot be read");
        }
    }

    private static @Nullable String orNull(String body) {
        return body.isEmpty() ? null : body;
    }
}
