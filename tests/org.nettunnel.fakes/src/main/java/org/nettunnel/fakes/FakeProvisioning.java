package org.nettunnel.fakes;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.provisioning.Feature;
import org.nettunnel.api.provisioning.Offer;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.provisioning.Site;
import org.nettunnel.api.provisioning.SiteIndex;
import org.nettunnel.api.provisioning.Work;
import org.nettunnel.api.provisioning.Work.State;

/// An installer in memory: one site that offers zstd, and works that go a step further each time they are looked at.
public final class FakeProvisioning implements Provisioning {
    public static final String SITE = "/sites/zstd";
    public static final String ZSTD = "org.nettunnel.compression.zstd";
    public static final Fingerprint SIGNER = Fingerprint.of(new byte[] {1});
    public static final String STRANDS = "tunnel 'office' would be left without a suite in common with its peer, which has NASCCL-2+AES-256-GCM; nothing was changed";

    public final List<Feature> installed = new ArrayList<>(List.of(new Feature("org.nettunnel.node", "NetTunnel node", "0.1.0", true, List.of(7L), List.of("AES-256-GCM", "deflate"), null)));
    public final List<Site> sites = new ArrayList<>();
    public final List<Work> works = new ArrayList<>();
    public final List<Order> orders = new ArrayList<>();
    public boolean unreadable;
    public boolean strands;

    @Override
    public List<Feature> installed() {
        return List.copyOf(installed);
    }

    @Override
    public List<Site> sites() {
        return List.copyOf(sites);
    }

    @Override
    public Site look(String location) throws RequestRefused, IOException {
        if (unreadable) throw new IOException("nothing answers at updates.example:443");
        if (!location.equals(SITE)) throw new RequestRefused(Reason.INVALID, "'" + location + "' is not an absolute path, a file: or an https: URL");
        return new Site(ZSTD, location, SIGNER, "CN=NetTunnel development", 3, Instant.parse("2027-02-01T00:00:00Z"), "",
                List.of(new SiteIndex.Listed(ZSTD + ".feature", "1.2.0", "Zstandard")));
    }

    @Override
    public Site add(String location, Fingerprint signer) throws RequestRefused, IOException {
        Site seen = look(location);
        if (!signer.equals(seen.signer())) throw new RequestRefused(Reason.CONFLICT, "the site is signed by " + seen.signer() + ", not by " + signer);
        sites.add(seen);
        return seen;
    }

    @Override
    public void remove(String siteId) throws RequestRefused {
        if (!sites.removeIf(site -> site.id().equals(siteId))) throw new RequestRefused(Reason.NOT_FOUND, "there is no site '" + siteId + "'");
    }

    @Override
    public Found search() throws IOException {
        if (unreadable) throw new IOException("nothing answers at updates.example:443");
        Offer.State state = isInstalled(ZSTD) ? Offer.State.INSTALLED : Offer.State.NEW;
        return new Found(sites(), sites.isEmpty() ? List.of() : List.of(new Offer(ZSTD, "Zstandard", "1.2.0", ZSTD, 1_500_000, state)));
    }

    private boolean isInstalled(String id) {
        return installed.stream().anyMatch(feature -> feature.id().equals(id));
    }

    @Override
    public Work begin(Order order) throws RequestRefused {
        String text = switch (order) {
            case Order.Install install -> "install " + install.feature();
            case Order.Update update -> update.feature() == null ? "update all" : "update " + update.feature();
            case Order.Remove remove -> "remove " + remove.feature();
            case Order.RollBack _ -> "roll back";
        };
        if (order instanceof Order.Remove remove && !isInstalled(remove.feature()))
            throw new RequestRefused(Reason.NOT_FOUND, "'" + remove.feature() + "' is not installed; 'nettunnel bundle list' shows what is");
        orders.add(order);
        var work = new Work(Integer.toString(works.size() + 1), text, FakeNode.EPOCH, new State.Waiting());
        works.addFirst(work);
        return work;
    }

    @Override
    public List<Work> works() {
        return List.copyOf(works);
    }

    @Override
    public Optional<Work> work(String id) {
        works.replaceAll(work -> work.id().equals(id) ? new Work(id, work.order(), work.since(), next(work)) : work);
        return works.stream().filter(work -> work.id().equals(id)).findFirst();
    }

    @Override
    public void cancel(String id) throws RequestRefused {
        Work work = works.stream().filter(each -> each.id().equals(id)).findAny().orElseThrow(() -> new RequestRefused(Reason.NOT_FOUND, "there is no work '" + id + "'"));
        if (work.state() instanceof State.Done) throw new RequestRefused(Reason.CONFLICT, "work " + id + " is over");
        works.replaceAll(each -> each.equals(work) ? new Work(id, work.order(), work.since(), new State.Cancelled(FakeNode.EPOCH)) : each);
    }

    private State next(Work work) {
        Order order = orders.get(Integer.parseInt(work.id()) - 1);
        return switch (work.state()) {
            case State.Waiting() -> new State.Running("fetching", 40);
            case State.Running(var _, int _) when strands && order instanceof Order.Remove(var _, boolean force) && !force -> new State.Failed(FakeNode.EPOCH, STRANDS, true);
            case State.Running(var _, int _) -> done(order);
            case State.Done done -> done;
            case State.Failed failed -> failed;
            case State.Cancelled cancelled -> cancelled;
        };
    }

    private State done(Order order) {
        switch (order) {
            case Order.Install install -> installed.add(new Feature(install.feature(), "Zstandard", "1.2.0", false, List.of(42L), List.of("zstd"), SIGNER));
            case Order.Remove remove -> installed.removeIf(feature -> feature.id().equals(remove.feature()));
            case Order.Update _, Order.RollBack _ -> {}
        }
        boolean core = order instanceof Order.Update(var feature) && "org.nettunnel.node".equals(feature);
        return new State.Done(FakeNode.EPOCH, switch (order) {
            case Order.Install install -> "installed " + install.feature() + " 1.2.0";
            case Order.Update _ -> core ? "updated org.nettunnel.node to 0.2.0" : "nothing newer is offered";
            case Order.Remove remove -> "removed " + remove.feature();
            case Order.RollBack _ -> "rolled back";
        }, core);
    }
}
