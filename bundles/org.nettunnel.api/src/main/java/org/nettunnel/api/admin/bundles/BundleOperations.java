package org.nettunnel.api.admin.bundles;

import java.util.List;

import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Operation.Access;
import org.nettunnel.api.admin.Operation.Effect;

/// The rows about what is installed, sites, and the work on them.
public final class BundleOperations {
    public static final Operation<Nothing, FeatureView.Page> LIST_BUNDLES = Operation.get("/bundles", Access.ADMINISTRATOR, FeatureView.Page.class,
            "Lists what is installed.");
    public static final Operation<Nothing, OfferView.Page> SEARCH_BUNDLES = Operation.get("/bundles/available", Access.ADMINISTRATOR,
            OfferView.Page.class, "Looks at all sites for what could be installed; takes its time.");
    public static final Operation<Nothing, SiteView.Page> LIST_SITES = Operation.get("/bundles/sites", Access.ADMINISTRATOR, SiteView.Page.class,
            "Lists the update sites.");
    public static final Operation<SiteRequest, SiteView> LOOK_AT_SITE = Operation.post("/bundles/sites/look", Access.ADMINISTRATOR,
            SiteRequest.class, SiteView.class, "Says who signed a site; nothing is kept.").effect(Effect.TRIES);
    public static final Operation<SiteRequest, SiteView> ADD_SITE = Operation.post("/bundles/sites", Access.ADMINISTRATOR, SiteRequest.class,
            SiteView.class, "Adds an update site, whose signer a person confirmed.").forPeople();
    public static final Operation<Nothing, Nothing> REMOVE_SITE = Operation.delete("/bundles/sites/{id}", Access.ADMINISTRATOR,
            "Removes an update site; what was installed from it stays.");
    public static final Operation<WorkRequest, WorkView> BEGIN_WORK = Operation.post("/bundles/works", Access.ADMINISTRATOR, WorkRequest.class,
            WorkView.class, "Begins to install, update, remove or roll back; the work goes on by itself.");
    public static final Operation<Nothing, WorkView.Page> LIST_WORKS = Operation.get("/bundles/works", Access.ADMINISTRATOR, WorkView.Page.class,
            "Lists the last works on what is installed.");
    public static final Operation<Nothing, WorkView> SHOW_WORK = Operation.get("/bundles/works/{id}", Access.ADMINISTRATOR, WorkView.class,
            "Shows how far a work is.");
    public static final Operation<Nothing, Nothing> CANCEL_WORK = Operation.delete("/bundles/works/{id}", Access.ADMINISTRATOR,
            "Cancels a work that has changed nothing yet.");

    public static final List<Operation<?, ?>> ALL = List.of(LIST_BUNDLES, SEARCH_BUNDLES, LIST_SITES, LOOK_AT_SITE, ADD_SITE, REMOVE_SITE, BEGIN_WORK,
            LIST_WORKS, SHOW_WORK, CANCEL_WORK);

    private BundleOperations() {}
}
