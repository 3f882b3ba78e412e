package org.nettunnel.admin.views;

import java.util.Locale;

import org.nettunnel.api.admin.bundles.FeatureView;
import org.nettunnel.api.admin.bundles.OfferView;
import org.nettunnel.api.admin.bundles.SiteView;
import org.nettunnel.api.admin.bundles.WorkView;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.provisioning.Feature;
import org.nettunnel.api.provisioning.Offer;
import org.nettunnel.api.provisioning.Site;
import org.nettunnel.api.provisioning.Work;
import org.nettunnel.api.provisioning.Work.State;

/// Shows what is installed, where more of it is, and the work on it.
public final class BundleViews {
    private static final int ALL = 100;

    private BundleViews() {}

    public static FeatureView feature(Feature feature) {
        Fingerprint signer = feature.signer();
        return new FeatureView(feature.id(), feature.label(), feature.version(), feature.isCore(), signer == null ? null : signer.toString(), feature.provides(),
                feature.note());
    }

    public static SiteView site(Site site) {
        return new SiteView(site.id(), site.location(), site.signer().toString(), site.signerName(), site.version(), site.expires(), site.problem(),
                site.features().stream().map(each -> new SiteView.Listed(plain(each.id()), each.version(), each.label())).toList());
    }

    public static OfferView offer(Offer offer) {
        return new OfferView(offer.id(), offer.label(), offer.version(), offer.site(), offer.bytes(), offer.state().name().toLowerCase(Locale.ROOT));
    }

    public static WorkView work(Work work) {
        return switch (work.state()) {
            case State.Waiting() -> new WorkView(work.id(), work.order(), work.since(), "waiting", "", 0, null, "", false, false);
            case State.Running(var step, int percent) ->
                new WorkView(work.id(), work.order(), work.since(), "running", step, percent, null, "", false, false);
            case State.Done(var at, var sentence, boolean needsRestart) ->
                new WorkView(work.id(), work.order(), work.since(), "done", "", ALL, at, sentence, needsRestart, false);
            case State.Failed(var at, var sentence, boolean isForceable) ->
                new WorkView(work.id(), work.order(), work.since(), "failed", "", ALL, at, sentence, false, isForceable);
            case State.Cancelled(var at) ->
                new WorkView(work.id(), work.order(), work.since(), "cancelled", "", ALL, at, "cancelled; nothing was changed", false, false);
        };
    }

    /// Features are called by their id without the ending that p2 needs.
    private static String plain(String id) {
        return id.endsWith(".feature") ? id.substring(0, id.length() - ".feature".length()) : id;
    }
}
