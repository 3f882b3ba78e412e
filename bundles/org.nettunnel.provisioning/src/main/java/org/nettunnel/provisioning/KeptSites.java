package org.nettunnel.provisioning;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.provisioning.site.SignedIndex;
import org.nettunnel.provisioning.trust.SiteRefused;

/// The sites that administrators added, the signers they confirmed, and the newest index that was seen of each: it never goes back.
///
/// **Threads:** any.
final class KeptSites {
    private static final int MOST = 64;
    private static final int SCHEMA = 1;

    /// @param version of the newest index that was seen
    record KeptSite(String id, String location, Fingerprint signer, String signerName, long version, Instant expires) {}

    record Floor(String site, Fingerprint signer, long version) {}

    record Form(int schema, List<KeptSite> sites, List<Floor> floors) {}

    private final DurableDocument<Form> document;
    private List<KeptSite> sites = List.of();   // guarded by this
    private List<Floor> floors = List.of();   // guarded by this; those of removed sites too

    KeptSites(Path file) throws IOException {
        document = new DurableDocument<>(file, Form.class);
        Form form = document.read();
        if (form == null) return;
        if (form.schema() != SCHEMA) throw new IOException(file + " is of another version of NetTunnel (schema " + form.schema() + ")");
        sites = List.copyOf(form.sites());
        floors = List.copyOf(form.floors());
    }

    synchronized List<KeptSite> all() {
        return sites;
    }

    synchronized Optional<KeptSite> find(String id) {
        return sites.stream().filter(site -> site.id().equals(id)).findAny();
    }

    /// Keeps that this index was seen, durably, before anybody uses it.
    ///
    /// @throws SiteRefused when a newer one was seen already
    synchronized void saw(SignedIndex seen) throws SiteRefused, IOException {
        String site = seen.index().site();
        long version = seen.index().version();
        @Nullable Floor floor = floors.stream().filter(each -> isOf(each, seen)).findAny().orElse(null);
        if (floor != null && version < floor.version())
            throw new SiteRefused("the index of " + site + " has version " + version + ", and this node has seen " + floor.version()
                    + ": somebody serves an older site, or it was put back; the site must be signed anew with a higher version");
        List<Floor> risen = new ArrayList<>(floors.stream().filter(each -> !isOf(each, seen)).toList());
        risen.add(new Floor(site, seen.signer().fingerprint(), version));
        List<KeptSite> told = sites.stream().map(each -> each.id().equals(site) && each.signer().equals(seen.signer().fingerprint())
                ? new KeptSite(site, each.location(), each.signer(), seen.signer().name(), version, seen.index().expires()) : each).toList();
        if (floor == null || floor.version() != version || !told.equals(sites)) keep(told, risen);
    }

    private static boolean isOf(Floor floor, SignedIndex seen) {
        return floor.site().equals(seen.index().site()) && floor.signer().equals(seen.signer().fingerprint());
    }

    /// Adds a site or puts it in the place of the one with its id.
    synchronized KeptSite add(String location, SignedIndex seen) throws SiteRefused, IOException {
        var site = new KeptSite(seen.index().site(), location, seen.signer().fingerprint(), seen.signer().name(), seen.index().version(), seen.index().expires());
        List<KeptSite> next = new ArrayList<>(sites.stream().filter(each -> !each.id().equals(site.id())).toList());
        if (next.size() >= MOST) throw new SiteRefused("there are " + MOST + " sites already; remove one first");
        next.add(site);
        keep(next, floors);
        return site;
    }

    synchronized boolean remove(String id) throws IOException {
        List<KeptSite> next = sites.stream().filter(each -> !each.id().equals(id)).toList();
        if (next.size() == sites.size()) return false;
        keep(next, floors);
        return true;
    }

    private void keep(List<KeptSite> nextSites, List<Floor> nextFloors) throws IOException {
        document.write(new Form(SCHEMA, nextSites, nextFloors));
        sites = List.copyOf(nextSites);
        floors = List.copyOf(nextFloors);
    }
}
