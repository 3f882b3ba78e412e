package org.nettunnel.admin.tunnels;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.views.TunnelViews;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.TunnelChange;
import org.nettunnel.api.admin.TunnelView;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.admin.peer.TrialRequest;
import org.nettunnel.api.admin.peer.TrialView;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.Trials;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelStatus;
import org.nettunnel.api.tunnel.Tunnels;

/// Changes of tunnels that take themselves back.
public final class TrialActions implements Actions {
    private final Engine engine;

    public TrialActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(PeerOperations.TRY, this::begin);
        rows.on(PeerOperations.SHOW_TRIAL, this::show);
        rows.on(PeerOperations.CONFIRM, this::confirm);
        rows.on(PeerOperations.TAKE_BACK, this::takeBack);
    }

    private TrialView begin(Call<TrialRequest> call) throws Refusal, RequestRefused, IOException {
        TrialRequest asked = call.body();
        TunnelChange change = asked.change();
        Long seconds = asked.seconds();
        var wish = new Trials.Wish(change == null ? Node.Change.NONE : TunnelActions.change(change), Boolean.TRUE.equals(asked.stop()));
        if (wish.change().equals(Node.Change.NONE) && !wish.stop()) throw Refusal.invalid("give 'change' or 'stop': there is nothing to try out");
        if (seconds != null && (seconds < Trials.SHORTEST.toSeconds() || seconds > Trials.LONGEST.toSeconds()))
            throw Refusal.invalid("seconds " + seconds + " is not in " + Trials.SHORTEST.toSeconds() + ".." + Trials.LONGEST.toSeconds());
        Duration time = seconds == null ? Trials.USUAL : Duration.ofSeconds(seconds);
        if (!Boolean.TRUE.equals(asked.apply())) return view(engine.needTrials().plan(call.tunnel().id(), wish), call.caller(), null, false);
        return view(engine.needTrials().begin(call.tunnel().id(), wish, time), call.caller());
    }

    private TrialView show(Call<Nothing> call) throws Refusal {
        return view(engine.needTrials().of(call.tunnel().id())
                .orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND_404, "tunnel '" + call.tunnel().name() + "' is not on trial")), call.caller());
    }

    private TunnelView confirm(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        return view(engine.needTrials().confirm(call.tunnel().id()));
    }

    private TunnelView takeBack(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        return view(engine.needTrials().takeBack(call.tunnel().id()));
    }

    private TunnelView view(TunnelConfig tunnel) {
        return new TunnelViews(engine).view(tunnel);
    }

    private TrialView view(Trials.Trial trial, Caller caller) {
        return view(trial.plan(), caller, trial.until(), trial.mayBeConfirmed());
    }

    private TrialView view(Trials.Plan plan, Caller caller, @Nullable Instant until, boolean mayBeConfirmed) {
        boolean cutsOff = caller.comesThrough(plan.before()) && (plan.isStopped() || refusesCalls(plan));
        return new TrialView(plan.after().name(), changes(plan), plan.isRerouted(), plan.isStopped(), cutsOff || plan.isRerouted() && isUp(plan.before()), cutsOff,
                explained(plan), until, mayBeConfirmed);
    }

    private static boolean refusesCalls(Trials.Plan plan) {
        return plan.before().peerMay().call() && !plan.after().peerMay().call();
    }

    /// Or expected to be again: one that waits for a link keeps its streams.
    private boolean isUp(TunnelConfig tunnel) {
        Tunnels tunnels = engine.tunnels();
        return tunnels != null && tunnels.states().stream().anyMatch(state -> state.id().equals(tunnel.id())
                && (state.status() instanceof TunnelStatus.Established || state.status() instanceof TunnelStatus.Interrupted));
    }

    private List<TrialView.Change> changes(Trials.Plan plan) {
        TunnelView before = view(plan.before()), after = view(plan.after());
        var changes = new ArrayList<TrialView.Change>();
        add(changes, "name", before.name(), after.name());
        add(changes, "addresses", String.join(", ", before.addresses()), String.join(", ", after.addresses()));
        add(changes, "proxy", String.valueOf(before.proxy()), String.valueOf(after.proxy()));
        add(changes, "graceSeconds", before.outage().graceSeconds(), after.outage().graceSeconds());
        add(changes, "patienceSeconds", before.outage().patienceSeconds(), after.outage().patienceSeconds());
        add(changes, "peerMayConfigure", before.peerMay().configure(), after.peerMay().configure());
        add(changes, "peerMayCall", before.peerMay().call(), after.peerMay().call());
        add(changes, "started", plan.before().started(), plan.after().started());
        return changes;
    }

    private static void add(List<TrialView.Change> changes, String field, Object before, Object after) {
        if (!before.equals(after)) changes.add(new TrialView.Change(field, before.toString(), after.toString()));
    }

    private static String explained(Trials.Plan plan) {
        if (plan.isNothing()) return "The tunnel is so already.";
        long grace = plan.after().outage().grace().toSeconds();
        if (plan.isStopped()) return "The tunnel stops: its streams end and its endpoints listen no more. Who comes through it cannot confirm that any more.";
        String calls = refusesCalls(plan) ? " Nobody can confirm it through the tunnel any more." : "";
        if (!plan.isRerouted()) return "The tunnel stays up and its streams go on." + calls;
        return "Its links are cut and dialled anew; its streams wait up to " + time(grace) + " for them" + (grace < Trials.USUAL.toSeconds()
                ? ", which may be shorter than the trial: then they end." : ".") + calls;
    }

    private static String time(long seconds) {
        if (seconds >= 86_400 && seconds % 86_400 == 0) return seconds / 86_400 + " d";
        if (seconds >= 7_200 && seconds % 3_600 == 0) return seconds / 3_600 + " h";
        return seconds >= 120 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
