package org.nettunnel.fakes;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.Knobs;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Originals;
import org.nettunnel.api.node.Restart;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.Roster;
import org.nettunnel.api.node.Tokens;
import org.nettunnel.api.node.Trials;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.tunnel.Tunnels;

/// All services of one node in memory; tests set their fields, and ask for them as `admin` does.
public class FakeServices {
    public final FakeTunnels tunnels = new FakeTunnels();
    public final FakeEndpoints endpoints = new FakeEndpoints();
    /// The node itself: what it keeps.
    public final FakeNode store = new FakeNode(tunnels, endpoints);
    public final FakeTrials trials = new FakeTrials(store.tunnels);
    public final FakeAccounts accounts = new FakeAccounts();
    public final FakeTokens tokens = new FakeTokens();
    public final FakeUpkeep upkeep = new FakeUpkeep();
    public final FakeRestart restart = new FakeRestart();
    public @Nullable FakeProvisioning provisioning = new FakeProvisioning();
    public @Nullable FakeFarSide far = new FakeFarSide();
    public @Nullable Rights rights;
    /// Whether those that come and go while a node runs are there.
    public boolean running = true;
    private final FakeRoster roster = new FakeRoster(accounts.users);

    public @Nullable Node node() {
        return running ? store : null;
    }

    public @Nullable Accounts accounts() {
        return running ? accounts : null;
    }

    public @Nullable Tunnels tunnels() {
        return running ? tunnels : null;
    }

    public @Nullable Endpoints endpoints() {
        return running ? endpoints : null;
    }

    public @Nullable Provisioning provisioning() {
        return running ? provisioning : null;
    }

    public @Nullable Restart restart() {
        return running ? restart : null;
    }

    public Roster roster() {
        return roster;
    }

    public Tokens tokens() {
        return tokens;
    }

    public @Nullable Rights rights() {
        return rights;
    }

    public Audit audit() {
        return upkeep;
    }

    public Backups backups() {
        return upkeep;
    }

    public Originals originals() {
        return upkeep;
    }

    public Knobs knobs() {
        return upkeep;
    }

    public @Nullable FarSide farSide() {
        return far;
    }

    public Trials trials() {
        return trials;
    }
}
