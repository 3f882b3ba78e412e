package org.nettunnel.admin.views;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.SuiteView;
import org.nettunnel.api.provisioning.Feature;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Provider.Kind;
import org.nettunnel.api.tunnel.Provider.Verdict;
import org.nettunnel.api.tunnel.Tunnels;

/// Shows suites and compressions: what the engine made of them, joined with the feature they come from and with what is preferred.
public final class SuiteViews {
    private final Map<Long, String> features = new HashMap<>();
    private final Preference preference;

    private SuiteViews(Preference preference, @Nullable Provisioning provisioning) {
        this.preference = preference;
        if (provisioning != null)
            for (Feature feature : provisioning.installed()) for (Long bundle : feature.bundles()) features.put(bundle, feature.id());
    }

    public static SuiteView.Page page(Tunnels tunnels, Preference preference, @Nullable Provisioning provisioning) {
        var views = new SuiteViews(preference, provisioning);
        List<Provider> provided = tunnels.provided();
        return new SuiteView.Page(views.of(Kind.SUITE, provided), views.of(Kind.COMPRESSION, provided),
                new SuiteView.Preference(preference.suites(), preference.compressions(), preference.allowInsecureLegacy()));
    }

    /// Names of the suites that are there for old peers and old habits only.
    public static Set<String> legacy(Tunnels tunnels) {
        return tunnels.provided().stream().filter(each -> each.kind() == Kind.SUITE && each.isLegacy()).map(Provider::name).collect(Collectors.toUnmodifiableSet());
    }

    /// The engine's order stays.
    private List<SuiteView> of(Kind kind, List<Provider> provided) {
        List<String> preferred = switch (kind) {
            case SUITE -> preference.suites();
            case COMPRESSION -> preference.compressions();
        };
        return provided.stream().filter(each -> each.kind() == kind).map(each -> view(each, preferred.indexOf(each.name()) + 1)).toList();
    }

    private SuiteView view(Provider provider, int preferred) {
        return new SuiteView(provider.name(), features.get(provider.bundle()), state(provider.verdict()), reason(provider.verdict()),
                provider.isLegacy(), preferred, provider.links());
    }

    private static String state(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Testing() -> "testing";
            case Verdict.Offered() -> "offered";
            case Verdict.Spare(var _) -> "spare";
            case Verdict.Refused(var _) -> "refused";
        };
    }

    private static String reason(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Testing(), Verdict.Offered() -> "";
            case Verdict.Spare(var reason) -> reason;
            case Verdict.Refused(var reason) -> reason;
        };
    }
}
