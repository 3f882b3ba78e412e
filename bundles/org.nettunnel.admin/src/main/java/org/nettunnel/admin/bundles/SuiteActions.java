package org.nettunnel.admin.bundles;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.admin.views.SuiteViews;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.PreferenceRequest;
import org.nettunnel.api.admin.SuiteView;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Kind;
import org.nettunnel.api.tunnel.Tunnels;

/// Suites and compressions, and which of them the node would rather use.
public final class SuiteActions implements Actions {
    private static final int MOST_NAMES = 32;
    private final Engine engine;

    public SuiteActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(NodeOperations.LIST_SUITES, this::list);
        rows.on(NodeOperations.PREFER, this::prefer);
    }

    private SuiteView.Page list(Call<Nothing> call) throws Refusal {
        call.reply().version(engine.needNode().preference());
        return page();
    }

    private SuiteView.Page prefer(Call<PreferenceRequest> call) throws Refusal, RequestRefused, IOException {
        PreferenceRequest asked = call.body();
        Boolean legacy = asked.allowInsecureLegacy();
        if (asked.suites() == null && asked.compressions() == null && legacy == null)
            throw Refusal.invalid("give 'suites', 'compressions' or 'allowInsecureLegacy': there is nothing to change");
        Node node = engine.needNode();
        Preference present = node.preference();
        call.match(present);
        node.prefer(new Preference(names(Kind.SUITE, asked.suites(), present.suites()), names(Kind.COMPRESSION, asked.compressions(), present.compressions()),
                legacy == null ? present.allowInsecureLegacy() : legacy));
        return page();
    }

    /// Names that are there, or were preferred before: a bundle may be away for a while.
    private List<String> names(Kind kind, @Nullable List<@Nullable String> asked, List<String> present) throws Refusal {
        if (asked == null) return present;
        String field = kind == Kind.SUITE ? "suites" : "compressions";
        if (asked.size() > MOST_NAMES) throw Refusal.invalid(field + ": " + asked.size() + " names are more than " + MOST_NAMES);
        Set<String> known = engine.needTunnels().provided().stream().filter(each -> each.kind() == kind).map(Provider::name).collect(Collectors.toCollection(HashSet::new));
        List<String> there = known.stream().sorted().toList();
        known.addAll(present);
        List<String> names = asked.isEmpty() ? List.of() : Words.parsedList(field, asked, name -> name);
        for (String name : names)
            if (!known.contains(name)) throw Refusal.invalid("there is no " + (kind == Kind.SUITE ? "suite '" : "compression '") + name + "' here, only " + String.join(", ", there));
        if (Set.copyOf(names).size() < names.size()) throw Refusal.invalid(field + ": a name stands twice in " + String.join(", ", names));
        return names;
    }

    private SuiteView.Page page() throws Refusal {
        Node node = engine.needNode();
        Tunnels tunnels = engine.needTunnels();
        return SuiteViews.page(tunnels, node.preference(), engine.provisioning());
    }
}
