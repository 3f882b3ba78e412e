package org.nettunnel.node;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Grants.EndpointAct;
import org.nettunnel.api.node.Grants.OfTunnel;
import org.nettunnel.api.node.Grants.TunnelAct;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.TargetPattern;
import org.nettunnel.api.tunnel.CloseCode;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.Pace;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;
import org.nettunnel.node.store.Account;

/// Answers who may do what from the accounts and endpoints as they are just now.
///
/// **Threads:** safe for any.
final class NodeRights implements Rights {
    private final Supplier<Ledger.State> state;
    private final Supplier<List<Account>> accounts;
    /// Ports of this node itself.
    private final Supplier<Set<Integer>> ownPorts;
    private final Map<String, Use> uses = new ConcurrentHashMap<>();

    /// What one user uses; it outlives changes of his quota.
    private static final class Use {
        final AtomicInteger connections = new AtomicInteger();
        final Pace pace = new Pace(0);
    }

    private final PeerIdentity self;

    NodeRights(PeerIdentity self, Supplier<Ledger.State> state, Supplier<List<Account>> accounts, Supplier<Set<Integer>> ownPorts) {
        this.self = self;
        this.state = state;
        this.accounts = accounts;
        this.ownPorts = ownPorts;
    }

    @Override
    public boolean may(User user, Act act, TunnelId tunnel) {
        if (user.disabled()) return false;
        if (Rights.isAdministrator(user)) return true;
        return switch (act) {
            case SEE -> !user.grants().of(tunnel).isEmpty();
            case OPERATE -> user.grants().allow(TunnelAct.OPERATE, tunnel);
            case CHANGE -> false;
        };
    }

    @Override
    public boolean may(User user, Act act, EndpointId endpoint) {
        if (user.disabled()) return false;
        if (Rights.isAdministrator(user)) return true;
        Ledger.State now = state.get();
        if (user.name().equals(now.endpoints().owner(endpoint))) return true;
        var entry = now.endpoints().entry(endpoint);
        var grants = user.grants();
        boolean operates = entry != null && grants.allow(TunnelAct.OPERATE, entry.tunnel());
        boolean sees = operates || entry != null && grants.allow(TunnelAct.SEE, entry.tunnel());
        return switch (act) {
            case SEE -> sees || grants.endpoints().stream().anyMatch(grant -> grant.endpoint().equals(endpoint));
            case OPERATE -> operates || grants.allow(EndpointAct.OPERATE, endpoint);
            case CHANGE -> grants.allow(EndpointAct.CHANGE, endpoint);
        };
    }

    @Override
    public Optional<String> owner(EndpointId endpoint) {
        return Optional.ofNullable(state.get().endpoints().owner(endpoint));
    }

    @Override
    public void check(User user, EndpointDraft draft) throws RequestRefused {
        if (Rights.isAdministrator(user)) return;
        String refusal = refusal(user, draft, dialsHere(state.get(), draft.tunnel(), draft.side()));
        if (refusal != null) throw new RequestRefused(Reason.FORBIDDEN, refusal);
    }

    private static boolean dialsHere(Ledger.State now, TunnelId tunnel, TunnelSide listens) {
        return now.tunnel(tunnel).map(kept -> kept.config().side() != listens).orElse(false);
    }

    /// Why `user` may not have such an endpoint; null when he may.
    private static @Nullable String refusal(User user, EndpointDraft draft, boolean dialsHere) {
        if (user.disabled()) return "user '" + user.name() + "' is disabled";
        List<OfTunnel> grants = user.grants().of(draft.tunnel()).stream().filter(grant -> grant.acts().contains(TunnelAct.ENDPOINTS)).toList();
        if (grants.isEmpty()) return "user '" + user.name() + "' may not have endpoints on this tunnel; an administrator grants it";
        String last = null;
        for (OfTunnel grant : grants) {
            last = TargetRules.refusal(grant, draft, dialsHere);
            if (last == null) return null;
        }
        return last;
    }

    /// Why an endpoint that `owner` has must not be used; null when it may.
    @Nullable String bar(String owner, EndpointConfig endpoint, Ledger.State now) {
        Account account = account(owner);
        if (account == null) return "user '" + owner + "', whose endpoint it is, is not there any more";
        User user = account.user();
        if (user.disabled()) return "user '" + owner + "', whose endpoint it is, is disabled";
        if (Rights.isAdministrator(user)) return null;
        Integer most = user.quota().endpoints();
        if (most != null && !now.endpoints().of(owner).stream().limit(most).anyMatch(each -> each.id().equals(endpoint.id())))
            return "user '" + owner + "' may have " + most + " endpoints, and has more";
        return refusal(user, draft(endpoint), dialsHere(now, endpoint.tunnel(), endpoint.listen().side()));
    }

    /// What the addresses are held against that the target's name stands for here; empty where nothing is, for [#bar] then says it all.
    Set<String> granted(String owner, EndpointConfig endpoint, Ledger.State now) {
        Account account = account(owner);
        if (account == null || TargetPattern.isLiteral(endpoint.target().host()) || !dialsHere(now, endpoint.tunnel(), endpoint.listen().side())) return Set.of();
        if (Rights.isAdministrator(account.user())) return Set.of("everything");
        return admitting(account.user(), endpoint).flatMap(grant -> grant.targets().stream()).map(TargetPattern::toString).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<OfTunnel> admitting(User user, EndpointConfig endpoint) {
        return user.grants().of(endpoint.tunnel()).stream().filter(grant -> TargetRules.refusal(grant, draft(endpoint), true) == null);
    }

    /// Whether the connections of `owner` share a bound of bytes a second.
    boolean hasPace(String owner) {
        Account account = account(owner);
        return account != null && !Rights.isAdministrator(account.user()) && account.user().quota().bytesPerSecond() != null;
    }

    /// How many connections each owner has over his quota.
    Map<String, Integer> excess() {
        Map<String, Integer> excess = new ConcurrentHashMap<>();
        for (Account account : accounts.get()) {
            Integer most = account.user().quota().connections();
            Use use = uses.get(account.user().name());
            if (most != null && use != null && !Rights.isAdministrator(account.user()) && use.connections.get() > most)
                excess.put(account.user().name(), use.connections.get() - most);
        }
        return excess;
    }

    /// Lets every pace be what its quota says now.
    void pace() {
        for (Account account : accounts.get()) {
            Use use = uses.get(account.user().name());
            if (use != null) pace(use, account.user());
        }
    }

    private static void pace(Use use, User user) {
        Long rate = user.quota().bytesPerSecond();
        use.pace.bytesPerSecond(rate == null || Rights.isAdministrator(user) ? Long.MAX_VALUE : rate);
    }

    @Override
    public Permit admit(String owner, EndpointConfig endpoint) throws StreamRefused {
        Ledger.State now = state.get();
        if (!owner.equals(now.endpoints().owner(endpoint.id()))) throw new StreamRefused(CloseCode.POLICY, "endpoint '" + endpoint.name() + "' is not of '" + owner + "' (any more)");
        String bar = bar(owner, endpoint, now);
        Account account = account(owner);
        if (bar != null || account == null) throw new StreamRefused(CloseCode.POLICY, "endpoint '" + endpoint.name() + "' may not be used: " + bar);
        Use use = uses.computeIfAbsent(owner, _ -> new Use());
        Integer most = Rights.isAdministrator(account.user()) ? null : account.user().quota().connections();
        if (use.connections.incrementAndGet() > (most == null ? Integer.MAX_VALUE : most)) {
            use.connections.decrementAndGet();
            throw new StreamRefused(CloseCode.BUSY, "user '" + owner + "', whose endpoint it is, has " + most + " connections already");
        }
        pace(use, account.user());
        return new Counted(use, endpoint, owner, hasPace(owner));
    }

    /// Whether the other end had the last word on an endpoint.
    boolean isForeign(Ledger.State now, EndpointId endpoint) {
        var entry = now.endpoints().entry(endpoint);
        return entry == null || !entry.version().editor().equals(self);
    }

    @Override
    public boolean mayDial(EndpointConfig endpoint, InetAddress address) {
        return !isForeign(state.get(), endpoint.id()) || !isBarred(endpoint, address);
    }

    /// What is dialled for nobody but this node's administrators.
    private boolean isBarred(EndpointConfig endpoint, InetAddress address) {
        try {
            return TargetRules.isNever(address) || ownPorts.get().contains(endpoint.target().port()) && TargetRules.isOfThisMachine(address);
        } catch (IOException unknown) {
            return true;
        }
    }

    @Override
    public Used used(String user) {
        Use use = uses.get(user);
        return new Used(state.get().endpoints().of(user).size(), use == null ? 0 : use.connections.get());
    }

    private final class Counted implements Permit {
        private final Use use;
        private final EndpointConfig endpoint;
        private final String owner;
        private final boolean hasPace;
        private final AtomicBoolean ended = new AtomicBoolean();

        Counted(Use use, EndpointConfig endpoint, String owner, boolean hasPace) {
            this.use = use;
            this.endpoint = endpoint;
            this.owner = owner;
            this.hasPace = hasPace;
        }

        @Override
        public boolean mayDial(InetAddress address) {
            Account account = account(owner);
            if (account == null || account.user().disabled()) return false;
            if (Rights.isAdministrator(account.user())) return true;
            if (isBarred(endpoint, address)) return false;
            return admitting(account.user(), endpoint).anyMatch(grant -> TargetRules.mayDial(grant, endpoint.target(), address));
        }

        @Override
        public @Nullable Pace pace() {
            return hasPace ? use.pace : null;
        }

        @Override
        public void end() {
            if (ended.compareAndSet(false, true)) use.connections.decrementAndGet();
        }
    }

    @Nullable Account account(String name) {
        return accounts.get().stream().filter(each -> each.user().name().equals(name)).findFirst().orElse(null);
    }

    private static EndpointDraft draft(EndpointConfig endpoint) {
        return new EndpointDraft(endpoint.tunnel(), endpoint.name(), endpoint.listen().side(), endpoint.listen().bind(), endpoint.listen().port(),
                endpoint.target(), endpoint.compression());
    }
}
