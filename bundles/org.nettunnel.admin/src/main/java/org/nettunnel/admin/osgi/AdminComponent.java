package org.nettunnel.admin.osgi;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.Admin;
import org.nettunnel.admin.call.Engine;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
import org.nettunnel.api.node.Directories;
import org.nettunnel.api.node.Knobs;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Originals;
import org.nettunnel.api.node.Restart;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.node.Roster;
import org.nettunnel.api.node.Tokens;
import org.nettunnel.api.node.Trials;
import org.nettunnel.api.provisioning.Provisioning;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.http.FrontDoor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Puts the admin API on the node's port; the services it steers may come and go meanwhile.
@Component(immediate = true, service = {})
public final class AdminComponent implements Engine {
    private static final System.Logger LOG = System.getLogger("org.nettunnel.admin");
    private final FrontDoor door;
    private final Admin admin;
    /// Not optional: what cannot be noted is not done.
    private final Audit audit;
    private final List<FrontDoor.Registration> registrations;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Node node;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Accounts accounts;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Roster roster;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Tokens tokens;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Rights rights;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Tunnels tunnels;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Endpoints endpoints;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Provisioning provisioning;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Restart restart;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Backups backups;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Originals originals;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Knobs knobs;
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile @Nullable Trials trials;
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<Transport> transports = List.of();

    private volatile @Nullable FarSide farSide;

    @Activate
    public AdminComponent(@Reference FrontDoor door, @Reference Directories directories, @Reference Audit audit, BundleContext context) {
        this.door = door;
        this.audit = audit;
        admin = new Admin(this, machineName(), directories.data(), version(context), InstantSource.system());
        registrations = admin.handlers().entrySet().stream().map(each -> door.handle(each.getKey(), each.getValue())).toList();
        door.administration().thenAccept(this::openLocally);
    }

    @Deactivate
    public void close() {
        registrations.forEach(FrontDoor.Registration::close);
        admin.close();
        admin.closeLocally();
    }

    @Override
    public @Nullable Node node() {
        return node;
    }

    @Override
    public @Nullable Accounts accounts() {
        return accounts;
    }

    @Override
    public @Nullable Roster roster() {
        return roster;
    }

    @Override
    public @Nullable Tokens tokens() {
        return tokens;
    }

    @Override
    public @Nullable Rights rights() {
        return rights;
    }

    @Override
    public @Nullable Tunnels tunnels() {
        return tunnels;
    }

    @Override
    public @Nullable Endpoints endpoints() {
        return endpoints;
    }

    @Override
    public @Nullable Provisioning provisioning() {
        return provisioning;
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindFarSide(FarSide far) {
        farSide = far;
        far.answerWith(admin.farDoor());
    }

    void unbindFarSide(FarSide far) {
        far.answerNoMore(admin.farDoor());
        if (farSide == far) farSide = null;
    }

    @Override
    public @Nullable FarSide farSide() {
        return farSide;
    }

    @Override
    public @Nullable Restart restart() {
        return restart;
    }

    @Override
    public Audit audit() {
        return audit;
    }

    @Override
    public @Nullable Backups backups() {
        return backups;
    }

    @Override
    public @Nullable Originals originals() {
        return originals;
    }

    @Override
    public @Nullable Knobs knobs() {
        return knobs;
    }

    @Override
    public @Nullable Trials trials() {
        return trials;
    }

    @Override
    public Offers offers() {
        return Offers.of(tunnels, names(transports.stream().map(Transport::name)));
    }

    @Override
    public Door door() {
        @Nullable InetSocketAddress listening = door.listening().toCompletableFuture().getNow(null);
        @Nullable InetSocketAddress apart = door.administration().toCompletableFuture().getNow(null);
        return new Door(Stream.of(listening, apart).filter(Objects::nonNull).map(Admin::text).distinct().toList(), door.fingerprint().toString());
    }

    private void openLocally(InetSocketAddress listening) {
        try {
            admin.openLocally(Admin.localUrl(listening), door.fingerprint().toString());
        } catch (IOException unwritten) {
            LOG.log(Level.ERROR, "commands on this machine need --node and a login, since their file cannot be written reason=\"" + unwritten.getMessage() + "\"");
        }
    }

    private static List<String> names(Stream<String> names) {
        return names.distinct().sorted().toList();
    }

    private static List<String> machineName() {
        try {
            return List.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            return List.of();
        }
    }

    private static String version(BundleContext context) {
        Version version = context.getBundle().getVersion();
        return version.getMajor() + "." + version.getMinor() + "." + version.getMicro();
    }
}
