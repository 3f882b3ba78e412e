package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.provisioning.Offer;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.provisioning.KeptSites.KeptSite;
import org.nettunnel.provisioning.Platform.Wanted;
import org.nettunnel.provisioning.WorkQueue.Outcome;
import org.nettunnel.provisioning.WorkQueue.Progress;
import org.nettunnel.provisioning.disk.Durable;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.metadata.SiteMetadata;
import org.nettunnel.provisioning.release.Installation;
import org.nettunnel.provisioning.release.NewRelease;
import org.nettunnel.provisioning.site.SiteCopy;
import org.nettunnel.provisioning.trust.SiteRefused;

/// Updates the node itself: a whole installation is put beside the one that runs, and the next start tries it.
///
/// Nothing of the running one is touched, so that all of it can be ended at any moment.
/// **Threads:** one.
final class CoreUpdate {
    private final Orders.Room room;

    CoreUpdate(Orders.Room room) {
        this.room = room;
    }

    Outcome update(Progress progress) throws SiteRefused, IOException, InterruptedException {
        Offer offer = room.market().find(Provisioning.CORE, null);
        String now = room.platform().coreVersion();
        if (offer.state() != Offer.State.NEWER) return new Outcome(Provisioning.CORE + " " + now + " is the newest", false);
        Installation installation = installation();
        installation.checkWritable();
        if (installation.next().filter(offer.version()::equals).isEmpty()) bring(offer, installation, progress);
        return new Outcome(Provisioning.CORE + " " + offer.version() + " is ready to take the place of " + now, true);
    }

    private Installation installation() throws SiteRefused {
        @Nullable Installation installation = room.installation();
        if (installation != null) return installation;
        throw new SiteRefused("this node was not started by bin/nettunnel of an installation, and whoever started it updates it: put the new installation in the place of this one");
    }

    private void bring(Offer offer, Installation installation, Progress progress) throws SiteRefused, IOException, InterruptedException {
        if (installation.previous().filter(offer.version()::equals).isEmpty()) make(offer, installation, progress);
        progress.change();
        progress.step("leaving it to the next start", 97);
        installation.point(offer.version());
    }

    private void make(Offer offer, Installation installation, Progress progress) throws SiteRefused, IOException, InterruptedException {
        KeptSite site = room.market().site(offer.site());
        Path staged = room.shelf().stage();
        try (var release = new NewRelease(installation, offer.version())) {
            SiteCopy copy = room.sites().fetch(site, staged, (path, percent) -> progress.step("fetching " + path, 5 + percent * 50 / 100));
            progress.step("checking", 58);
            SiteIndex.Listed listed = Orders.listed(copy, offer);
            SiteMetadata.checkCore(copy.folder(), copy.index());
            Path kept = room.shelf().keep(copy.folder(), Orders.name(offer.id(), copy));
            progress.step("planning", 65);
            List<BundleName> bundles = room.platform().prepare(new Wanted(listed.id(), listed.version(), kept), room.changes().wanted(), release.folder());
            progress.change();
            progress.step("writing the release", 80);
            release.fill(kept, bundles);
            release.put(site.signer().toString());
        } finally {
            Durable.remove(staged);
        }
    }

    /// Back to what was running before the last update, or no update where none was tried yet.
    Outcome rollBack(Progress progress) throws SiteRefused, IOException, InterruptedException {
        Installation installation = installation();
        installation.checkWritable();
        progress.change();
        var next = installation.next();
        if (next.isPresent()) {
            installation.forgetNext();
            return new Outcome("the node stays with " + room.platform().coreVersion() + "; " + text(next.get()) + " is not tried", false);
        }
        String before = installation.previous().orElseThrow(() -> new SiteRefused("there is nothing to go back to: the node itself was not updated"));
        installation.point(before);
        return new Outcome(text(before) + " is ready to take the place of " + room.platform().coreVersion() + " again", true);
    }

    private static String text(String release) {
        return release.equals(Installation.BASE) ? "what was installed first" : Provisioning.CORE + " " + release;
    }

    /// What there is to say of the node itself beside its version; empty when there is nothing.
    static String note(@Nullable Installation installation) throws IOException {
        if (installation == null) return "";
        var next = installation.next();
        if (next.isPresent()) return text(next.get()) + " is ready; restart needed: nettunnel restart";
        return installation.failed().map(release -> text(release) + " did not come up, so that the one before runs again; the log of that start tells why").orElse("");
    }
}
