package org.nettunnel.node;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Node.EndpointEdit;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.node.sync.EndpointBook;

/// What a new endpoint must be beside those that are there.
final class EndpointRules {
    private static final int LONGEST_NAME = 100;

    private EndpointRules() {}

    /// The endpoint that `draft` asks for.
    ///
    /// @throws RequestRefused when it cannot be had beside the others
    static EndpointConfig admit(EndpointDraft draft, TunnelConfig tunnel, Ledger.State state) throws RequestRefused {
        List<EndpointConfig> siblings = state.endpoints().live().stream().filter(each -> each.tunnel().equals(draft.tunnel())).toList();
        if (siblings.size() >= EndpointBook.MOST_PER_TUNNEL)
            throw new RequestRefused(Reason.CONFLICT, "tunnel '" + tunnel.name() + "' has " + siblings.size() + " endpoints, the most it may have: remove some");
        return beside(draft, EndpointId.random(), name(draft, siblings), state);
    }

    /// What `before` becomes.
    ///
    /// @throws RequestRefused when it cannot be so beside the others
    static EndpointConfig edited(EndpointConfig before, EndpointEdit edit, Ledger.State state) throws RequestRefused {
        EndpointDraft draft = edit.of(before);
        List<EndpointConfig> siblings = state.endpoints().live().stream()
                .filter(each -> each.tunnel().equals(before.tunnel()) && !each.id().equals(before.id())).toList();
        return beside(draft, before.id(), before.name().equals(draft.name()) ? before.name() : name(draft, siblings), state);
    }

    static RequestRefused unknown(EndpointId endpoint) {
        return new RequestRefused(Reason.NOT_FOUND, "there is no endpoint " + endpoint);
    }

    private static EndpointConfig beside(EndpointDraft draft, EndpointId id, String name, Ledger.State state) throws RequestRefused {
        EndpointConfig wanted;
        try {
            wanted = draft.named(id, name);
        } catch (IllegalArgumentException wrong) {
            throw new RequestRefused(Reason.INVALID, String.valueOf(wrong.getMessage()));
        }
        Optional<EndpointConfig> taken = state.endpoints().live().stream().filter(each -> !each.id().equals(id) && sameEnd(each, wanted, state) && overlap(each.listen(), wanted.listen())).findFirst();
        if (taken.isPresent())
            throw new RequestRefused(Reason.CONFLICT, "port " + draft.port() + " of " + draft.bind() + " is taken at that end by endpoint '"
                    + taken.get().name() + "': choose another port, or 0 for any");
        return wanted;
    }

    private static String name(EndpointDraft draft, List<EndpointConfig> siblings) throws RequestRefused {
        Predicate<String> taken = name -> siblings.stream().anyMatch(each -> each.name().equals(name));
        String given = draft.name();
        if (given != null) {
            if (taken.test(given)) throw new RequestRefused(Reason.CONFLICT, "this tunnel has an endpoint '" + given + "' already: choose another name");
            return given;
        }
        String host = draft.bind().equals("127.0.0.1") ? "" : draft.bind() + ":";
        String made = host + (draft.port() == 0 ? "any" : draft.port()) + "-" + draft.target();
        String base = made.substring(0, Math.min(made.length(), LONGEST_NAME - 6));
        String name = base;
        for (int i = 2; taken.test(name); i++) name = base + "-" + i;
        return name;
    }

    /// Whether the two listen on one machine, as far as this node can know: both here, or both at the other end of one tunnel.
    private static boolean sameEnd(EndpointConfig one, EndpointConfig other, Ledger.State state) {
        if (one.tunnel().equals(other.tunnel())) return one.listen().side() == other.listen().side();
        return listensHere(one, state) && listensHere(other, state);
    }

    private static boolean listensHere(EndpointConfig endpoint, Ledger.State state) {
        return state.tunnel(endpoint.tunnel()).map(tunnel -> tunnel.config().side() == endpoint.listen().side()).orElse(false);
    }

    /// `::` takes the port of every address, `0.0.0.0` that of every IPv4 address.
    private static boolean overlap(EndpointConfig.Listen one, EndpointConfig.Listen other) {
        if (one.port() == 0 || one.port() != other.port()) return false;
        String a = canonical(one.bind());
        String b = canonical(other.bind());
        if (a.equals(b) || a.equals("::") || b.equals("::")) return true;
        return a.equals("0.0.0.0") && !b.contains(":") || b.equals("0.0.0.0") && !a.contains(":");
    }

    private static String canonical(String bind) {
        String lower = bind.toLowerCase(Locale.ROOT);
        return lower.equals("localhost") ? "127.0.0.1" : lower;
    }
}
