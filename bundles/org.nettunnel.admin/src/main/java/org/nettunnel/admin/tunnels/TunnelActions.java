package org.nettunnel.admin.tunnels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Lookup;
import org.nettunnel.admin.call.Pages;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.admin.views.TunnelViews;
import org.nettunnel.api.admin.CutView;
import org.nettunnel.api.admin.InviteRequest;
import org.nettunnel.api.admin.InviteView;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.OutageRequest;
import org.nettunnel.api.admin.TunnelChange;
import org.nettunnel.api.admin.TunnelOperations;
import org.nettunnel.api.admin.TunnelRequest;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.InviteOffer;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;

/// Invites and tunnels.
public final class TunnelActions implements Actions {
    private static final Duration USUAL_VALIDITY = Duration.ofDays(1);
    private static final Duration LONGEST_VALIDITY = Duration.ofDays(30);
    private final Engine engine;

    public TunnelActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(TunnelOperations.INVITE, this::invite);
        rows.on(TunnelOperations.LIST_TUNNELS, this::list);
        rows.on(TunnelOperations.ADD_TUNNEL, this::add);
        rows.on(TunnelOperations.SHOW_TUNNEL, this::show);
        rows.on(TunnelOperations.CHANGE_TUNNEL, this::change);
        rows.on(TunnelOperations.REMOVE_TUNNEL, this::remove);
        rows.on(TunnelOperations.START_TUNNEL, this::start);
        rows.on(TunnelOperations.STOP_TUNNEL, this::stop);
        rows.on(TunnelOperations.CUT_TUNNEL, this::cut);
    }

    private InviteView invite(Call<InviteRequest> call) throws Refusal, RequestRefused, IOException {
        InviteRequest asked = call.body();
        Long seconds = asked.validSeconds();
        if (seconds != null && (seconds < 1 || seconds > LONGEST_VALIDITY.toSeconds()))
            throw Refusal.invalid("validSeconds " + seconds + " is not in 1.." + LONGEST_VALIDITY.toSeconds() + " (30 days)");
        var offer = new InviteOffer(Words.required("name", asked.name()), Words.parsedList("addresses", asked.addresses(), Address::parse),
                Words.given(asked.transport(), "https"), seconds == null ? USUAL_VALIDITY : Duration.ofSeconds(seconds), outage(asked.outage()));
        var invite = engine.needNode().invite(offer);
        return new InviteView(invite.text(), invite.tunnel().toString(), invite.expires());
    }

    private TunnelView.Page list(Call<Nothing> call) throws Refusal {
        var page = Pages.cut(new TunnelViews(engine).all(Lookup.tunnels(engine.needNode(), call.caller())), call.given(), TunnelView::id,
                view -> String.join(" ", view.id(), view.name(), view.direction(), view.status(), view.addresses().toString(), String.valueOf(view.peerName())));
        return new TunnelView.Page(page.items(), page.next());
    }

    private TunnelView add(Call<TunnelRequest> call) throws Refusal, RequestRefused, IOException {
        TunnelRequest asked = call.body();
        var wishes = new Node.Wishes(asked.name(), asked.transport(), proxy(asked.proxy(), asked.proxyPassword()), outage(asked.outage()));
        return view(engine.needNode().accept(Words.required("invite", asked.invite()), wishes));
    }

    private TunnelView show(Call<Nothing> call) {
        return view(call.tunnel());
    }

    private TunnelView start(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        return view(engine.needNode().setStarted(call.tunnel().id(), true));
    }

    private TunnelView stop(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        return view(engine.needNode().setStarted(call.tunnel().id(), false));
    }

    private TunnelView change(Call<TunnelChange> call) throws Refusal, RequestRefused, IOException {
        Node.Change change = change(call.body());
        if (change.equals(Node.Change.NONE))
            throw Refusal.invalid("give 'addresses', 'proxy', 'outage', 'name', 'peerMayConfigure' or 'peerMayCall': there is nothing to change");
        return view(engine.needNode().change(call.tunnel().id(), change));
    }

    /// What is asked for; [Node.Change#NONE] for nothing.
    static Node.Change change(TunnelChange asked) throws Refusal {
        OutageRequest outage = asked.outage();
        return new Node.Change(asked.addresses() == null ? null : Words.parsedList("addresses", asked.addresses(), Address::parse),
                asked.proxy() == null ? null : proxy(asked.proxy(), asked.proxyPassword()),
                outage == null ? null : seconds("graceSeconds", outage.graceSeconds()), outage == null ? null : seconds("patienceSeconds", outage.patienceSeconds()))
                .with(asked.name(), asked.peerMayConfigure(), asked.peerMayCall());
    }

    private static ProxyConfig proxy(@Nullable String given, @Nullable String password) throws Refusal {
        return Words.parsed("proxy", Words.given(given, ProxyConfig.ENVIRONMENT),
                text -> ProxyConfig.parse(text, password == null ? null : Secret.of(password.getBytes(StandardCharsets.UTF_8))));
    }

    private CutView cut(Call<Nothing> call) throws Refusal {
        TunnelConfig tunnel = call.tunnel();
        return new CutView(tunnel.name(), engine.needTunnels().cut(tunnel.id()), tunnel.outage().grace().toSeconds());
    }

    /// The usual for null.
    public static Outage outage(@Nullable OutageRequest asked) throws Refusal {
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

    private Nothing remove(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        TunnelConfig tunnel = call.tunnel();
        Node node = engine.needNode();
        // an invite that nobody used has no other end
        if (call.given().flag(TunnelOperations.BOTH) && tunnel.trust().peer() != null) engine.needFarSide().removeThere(tunnel.id());
        node.remove(tunnel.id());
        return new Nothing();
    }

    private TunnelView view(TunnelConfig tunnel) {
        return new TunnelViews(engine).view(tunnel);
    }
}
