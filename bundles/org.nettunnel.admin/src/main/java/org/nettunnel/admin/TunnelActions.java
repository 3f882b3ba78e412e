package org.nettunnel.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.views.StreamViews;
import org.nettunnel.admin.views.TunnelViews;
import org.nettunnel.api.admin.CutView;
import org.nettunnel.api.admin.InviteRequest;
import org.nettunnel.api.admin.InviteView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.OutageRequest;
import org.nettunnel.api.admin.StreamView;
import org.nettunnel.api.admin.TunnelChange;
import org.nettunnel.api.admin.TunnelRequest;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.InviteOffer;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;

/// Invites, tunnels and their streams.
final class TunnelActions {
    private static final Duration USUAL_VALIDITY = Duration.ofDays(1);
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(30);
    private final Engine engine;

    TunnelActions(Engine engine) {
        this.engine = engine;
    }

    InviteView invite(Call<InviteRequest> call) throws Refusal, RequestRefused, IOException {
        InviteRequest asked = call.body();
        Long seconds = asked.validSeconds();
        if (seconds != null && (seconds < 1 || seconds > LONGEST_VALIDITY.toSeconds()))
            throw Refusal.invalid("validSeconds " + seconds + " is not in 1.." + LONGEST_VALIDITY.toSeconds() + " (30 days)");
        var offer = new InviteOffer(Words.required("name", asked.name()), Words.parsedList("addresses", asked.addresses(), Address::parse),
                Words.given(asked.transport(), "https"), seconds == null ? USUAL_VALIDITY : Duration.ofSeconds(seconds), outage(asked.outage()));
        var invite = engine.needNode().invite(offer);
        return new InviteView(invite.text(), invite.tunnel().toString(), invite.expires());
    }

    TunnelView.Page list(Call<Nothing> call) throws Refusal {
        return new TunnelView.Page(new TunnelViews(engine.tunnels()).all(engine.needNode()));
    }

    TunnelView add(Call<TunnelRequest> call) throws Refusal, RequestRefused, IOException {
        TunnelRequest asked = call.body();
        var wishes = new Node.Wishes(asked.name(), asked.transport(), proxy(asked.proxy(), asked.proxyPassword()), outage(asked.outage()));
        return view(engine.needNode().accept(Words.required("invite", asked.invite()), wishes));
    }

    TunnelView show(Call<Nothing> call) throws Refusal {
        return view(Lookup.tunnel(engine.needNode(), call.id()));
    }

    TunnelView start(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        Node node = engine.needNode();
        return view(node.setStarted(Lookup.tunnel(node, call.id()).id(), true));
    }

    TunnelView stop(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        Node node = engine.needNode();
        return view(node.setStarted(Lookup.tunnel(node, call.id()).id(), false));
    }

    TunnelView change(Call<TunnelChange> call) throws Refusal, RequestRefused, IOException {
        Node node = engine.needNode();
        TunnelChange asked = call.body();
        OutageRequest outage = asked.outage();
        var change = new Node.Change(asked.addresses() == null ? null : Words.parsedList("addresses", asked.addresses(), Address::parse),
                asked.proxy() == null ? null : proxy(asked.proxy(), asked.proxyPassword()),
                outage == null ? null : seconds("graceSeconds", outage.graceSeconds()), outage == null ? null : seconds("patienceSeconds", outage.patienceSeconds()));
        if (change.equals(Node.Change.outage(null, null))) throw Refusal.invalid("give 'addresses', 'proxy' or 'outage': there is nothing to change");
        return view(node.change(Lookup.tunnel(node, call.id()).id(), change));
    }

    private static ProxyConfig proxy(@Nullable String given, @Nullable String password) throws Refusal {
        return Words.parsed("proxy", Words.given(given, ProxyConfig.ENVIRONMENT),
                text -> ProxyConfig.parse(text, password == null ? null : Secret.of(password.getBytes(StandardCharsets.UTF_8))));
    }

    CutView cut(Call<Nothing> call) throws Refusal {
        TunnelConfig tunnel = Lookup.tunnel(engine.needNode(), call.id());
        return new CutView(tunnel.name(), engine.needTunnels().cut(tunnel.id()), tunnel.outage().grace().toSeconds());
    }

    private static Outage outage(@Nullable OutageRequest asked) throws Refusal {
        if (asked == null) return Outage.USUAL;
        try {
            return Outage.USUAL.with(seconds("graceSeconds", asked.graceSeconds()), seconds("patienceSeconds", asked.patienceSeconds()));
        } catch (IllegalArgumentException wrong) {
            throw Refusal.invalid("outage: " + wrong.getMessage());
        }
    }

    /// Within what any grace may be.
    private static @Nullable Duration seconds(String field, @Nullable Long seconds) throws Refusal {
        if (seconds == null) return null;
        if (seconds < 0 || seconds > Outage.LONGEST_GRACE.toSeconds())
            throw Refusal.invalid(field + " " + seconds + " is not in 0.." + Outage.LONGEST_GRACE.toSeconds() + " (1 day)");
        return Duration.ofSeconds(seconds);
    }

    Nothing remove(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        Node node = engine.needNode();
        node.remove(Lookup.tunnel(node, call.id()).id());
        return new Nothing();
    }

    StreamView.Page streams(Call<Nothing> call) throws Refusal {
        return new StreamView.Page(new StreamViews(engine.needNode()).all(engine.needTunnels()));
    }

    Nothing reset(Call<Nothing> call) throws Refusal {
        if (!engine.needTunnels().reset(call.id(), CloseCode.POLICY))
            throw new Refusal(HttpStatus.NOT_FOUND_404, "there is no stream '" + call.id() + "' (any more)");
        return new Nothing();
    }

    private TunnelView view(TunnelConfig tunnel) {
        return new TunnelViews(engine.tunnels()).view(tunnel);
    }
}
