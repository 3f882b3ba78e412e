package org.nettunnel.admin.bundles;

import java.io.IOException;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Actions;
import org.nettunnel.admin.call.Call;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.admin.call.Refusal;
import org.nettunnel.admin.call.Words;
import org.nettunnel.admin.views.BundleViews;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.bundles.BundleOperations;
import org.nettunnel.api.admin.bundles.FeatureView;
import org.nettunnel.api.admin.bundles.OfferView;
import org.nettunnel.api.admin.bundles.SiteRequest;
import org.nettunnel.api.admin.bundles.SiteView;
import org.nettunnel.api.admin.bundles.WorkRequest;
import org.nettunnel.api.admin.bundles.WorkView;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.provisioning.Provisioning.Order;

/// What is installed, the sites there is more from, and the work on it.
public final class BundleActions implements Actions {
    private final Engine engine;

    public BundleActions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void register(Rows rows) {
        rows.on(BundleOperations.LIST_BUNDLES, this::list);
        rows.on(BundleOperations.SEARCH_BUNDLES, this::search);
        rows.on(BundleOperations.LIST_SITES, this::sites);
        rows.on(BundleOperations.LOOK_AT_SITE, this::look);
        rows.on(BundleOperations.ADD_SITE, this::add);
        rows.on(BundleOperations.REMOVE_SITE, this::removeSite);
        rows.on(BundleOperations.BEGIN_WORK, this::begin);
        rows.on(BundleOperations.LIST_WORKS, this::works);
        rows.on(BundleOperations.SHOW_WORK, this::work);
        rows.on(BundleOperations.CANCEL_WORK, this::cancel);
    }

    private FeatureView.Page list(Call<Nothing> call) throws Refusal {
        return new FeatureView.Page(engine.needProvisioning().installed().stream().map(BundleViews::feature).toList());
    }

    private OfferView.Page search(Call<Nothing> call) throws Refusal {
        Provisioning provisioning = engine.needProvisioning();
        try {
            Provisioning.Found found = provisioning.search();
            return new OfferView.Page(found.sites().stream().map(BundleViews::site).toList(), found.features().stream().map(BundleViews::offer).toList());
        } catch (IOException unread) {
            throw unreadable("what the sites offer", unread);
        }
    }

    private SiteView.Page sites(Call<Nothing> call) throws Refusal {
        return new SiteView.Page(engine.needProvisioning().sites().stream().map(BundleViews::site).toList());
    }

    private SiteView look(Call<SiteRequest> call) throws Refusal, RequestRefused {
        String location = Words.required("location", call.body().location());
        if (call.body().signer() != null) throw Refusal.invalid("field 'signer' is for adding a site; looking at one says who signed it");
        Provisioning provisioning = engine.needProvisioning();
        try {
            return BundleViews.site(provisioning.look(location));
        } catch (IOException unread) {
            throw unreadable(location, unread);
        }
    }

    private SiteView add(Call<SiteRequest> call) throws Refusal, RequestRefused {
        String location = Words.required("location", call.body().location());
        Fingerprint signer = Words.parsed("signer", call.body().signer(), Fingerprint::new);
        Provisioning provisioning = engine.needProvisioning();
        try {
            return BundleViews.site(provisioning.add(location, signer));
        } catch (IOException unread) {
            throw unreadable(location, unread);
        }
    }

    private Nothing removeSite(Call<Nothing> call) throws Refusal, RequestRefused, IOException {
        engine.needProvisioning().remove(call.id());
        return new Nothing();
    }

    private WorkView begin(Call<WorkRequest> call) throws Refusal, RequestRefused {
        Order order = order(call.body());
        return BundleViews.work(engine.needProvisioning().begin(order));
    }

    private WorkView.Page works(Call<Nothing> call) throws Refusal {
        return new WorkView.Page(engine.needProvisioning().works().stream().map(BundleViews::work).toList());
    }

    private WorkView work(Call<Nothing> call) throws Refusal {
        return engine.needProvisioning().work(call.id()).map(BundleViews::work)
                .orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND_404, "there is no work '" + call.id() + "' (any more); 'nettunnel bundle works' lists the last ones"));
    }

    private Nothing cancel(Call<Nothing> call) throws Refusal, RequestRefused {
        engine.needProvisioning().cancel(call.id());
        return new Nothing();
    }

    private static Order order(WorkRequest asked) throws Refusal {
        boolean force = Boolean.TRUE.equals(asked.force());
        String kind = Words.required("kind", asked.kind());
        if (asked.version() != null && !kind.equals("install")) throw Refusal.invalid("field 'version' is for 'install', not for '" + kind + "'");
        if (asked.force() != null && !kind.equals("remove") && !kind.equals("rollback"))
            throw Refusal.invalid("field 'force' is for 'remove' and 'rollback', not for '" + kind + "'");
        @Nullable String feature = asked.feature();
        if (feature != null && feature.isBlank()) throw Refusal.invalid("field 'feature' is empty");
        return switch (kind) {
            case "install" -> new Order.Install(Words.required("feature", feature), asked.version());
            case "update" -> new Order.Update(feature);
            case "remove" -> new Order.Remove(Words.required("feature", feature), force);
            case "rollback" -> {
                if (feature != null && !feature.equals(Provisioning.CORE)) throw Refusal.invalid("'rollback' takes back the last work that changed anything, or of '" + Provisioning.CORE + "' its last update, not that of '" + feature + "'");
                yield new Order.RollBack(feature, force);
            }
            default -> throw Refusal.invalid("kind '" + kind + "' is not 'install', 'update', 'remove' or 'rollback'");
        };
    }

    private static Refusal unreadable(String what, IOException why) {
        return new Refusal(HttpStatus.BAD_GATEWAY_502, what + " cannot be used: " + why.getMessage() + "; nothing was changed");
    }
}
