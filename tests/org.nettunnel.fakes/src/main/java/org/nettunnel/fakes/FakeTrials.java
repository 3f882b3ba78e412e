package org.nettunnel.fakes;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Trials;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelId;

/// Trials in memory, whose time is never over.
public final class FakeTrials implements Trials {
    private final List<TunnelConfig> tunnels;
    private final Map<TunnelId, Trial> present = new HashMap<>();
    /// How often one is looked at before it may be confirmed.
    public int looks;
    /// How often one is looked at before its time is over.
    public int looksUntilOver = Integer.MAX_VALUE;

    FakeTrials(List<TunnelConfig> tunnels) {
        this.tunnels = tunnels;
    }

    @Override
    public Plan plan(TunnelId tunnel, Wish wish) throws RequestRefused {
        TunnelConfig before = tunnels.stream().filter(each -> each.id().equals(tunnel)).findFirst().orElseThrow();
        TunnelConfig after = FakeEdits.changed(before, wish.change());
        return new Plan(before, wish.stop() ? after.withStarted(false) : after);
    }

    @Override
    public Trial begin(TunnelId tunnel, Wish wish, Duration time) throws RequestRefused {
        Trial trial = new Trial(plan(tunnel, wish), FakeNode.EPOCH.plus(time), false);
        present.put(tunnel, trial);
        put(trial.plan().after());
        return trial;
    }

    private TunnelConfig put(TunnelConfig now) {
        tunnels.replaceAll(each -> each.id().equals(now.id()) ? now : each);
        return now;
    }

    @Override
    public Optional<Trial> of(TunnelId tunnel) {
        Trial trial = present.get(tunnel);
        if (trial != null && looksUntilOver-- <= 0) put(present.remove(tunnel).plan().before());
        return Optional.ofNullable(present.get(tunnel)).map(one -> new Trial(one.plan(), one.until(), looks-- <= 0));
    }

    @Override
    public TunnelConfig confirm(TunnelId tunnel) throws RequestRefused {
        if (looks > 0) throw new RequestRefused(Reason.CONFLICT, "tunnel 'office' has no link yet that was made the new way");
        return ended(tunnel).plan().after();
    }

    @Override
    public TunnelConfig takeBack(TunnelId tunnel) throws RequestRefused {
        return put(ended(tunnel).plan().before());
    }

    private Trial ended(TunnelId tunnel) throws RequestRefused {
        Trial trial = present.remove(tunnel);
        if (trial == null) throw new RequestRefused(Reason.CONFLICT, "tunnel 'office' is not on trial");
        return trial;
    }
}
