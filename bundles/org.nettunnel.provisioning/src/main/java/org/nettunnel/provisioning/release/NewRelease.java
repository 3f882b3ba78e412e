package org.nettunnel.provisioning.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

import org.jspecify.annotations.Nullable;
import org.nettunnel.provisioning.disk.Durable;
import org.nettunnel.provisioning.metadata.BundleName;
import org.nettunnel.provisioning.trust.SiteRefused;

/// A release under way: a whole installation is written beside the others, and appears at once.
///
/// **Threads:** one.
public final class NewRelease implements AutoCloseable {
    /// Start scripts and start levels belong to what was unpacked; a core that needs other ones says another number.
    private static final String START = "NetTunnel-Start";
    /// No start takes it for a release.
    static final String MAKING = ".making";
    private static final String COMMAND = "org.nettunnel.cli";
    private static final String CONFIG = "configuration/config.ini";
    private static final String BUNDLES = "configuration/org.eclipse.equinox.simpleconfigurator/bundles.info";
    private final Installation installation;
    private final String version;
    private final Path made;

    /// @param installation that may be written, as [Installation#checkWritable] found
    /// @param version      of the core
    public NewRelease(Installation installation, String version) throws SiteRefused, IOException {
        this.installation = installation;
        this.version = version;
        if (!ReleaseName.is(version)) throw new SiteRefused("'" + version + "' is no version of a release");
        made = installation.releases().resolve(MAKING);
        Durable.remove(made);   // of a work that a crash ended
        Files.createDirectories(made);
        Durable.openToAll(installation.releases());
    }

    /// Where it is written.
    public Path folder() {
        return made;
    }

    /// @param copy    a whole verified site
    /// @param bundles of it that the release takes
    public void fill(Path copy, List<BundleName> bundles) throws SiteRefused, IOException {
        checkStart(copy, bundles);
        Path running = installation.running();
        String config = StartFiles.config(Files.readString(running.resolve(CONFIG)), bundles);
        String info = StartFiles.bundles(Files.readString(running.resolve(BUNDLES)), bundles);
        Path plugins = Files.createDirectories(made.resolve("plugins"));
        for (BundleName bundle : bundles) Files.copy(copy.resolve("plugins").resolve(StartFiles.file(bundle)), plugins.resolve(StartFiles.file(bundle)));
        Files.createDirectories(made.resolve(BUNDLES).getParent());
        Files.writeString(made.resolve(BUNDLES), info);
        Files.writeString(made.resolve(CONFIG), config);
    }

    private void checkStart(Path copy, List<BundleName> bundles) throws SiteRefused, IOException {
        BundleName command = bundles.stream().filter(each -> each.name().equals(COMMAND)).findAny()
                .orElseThrow(() -> new SiteRefused("the new release has no " + COMMAND + ", with which a node starts"));
        try (var jar = new JarFile(copy.resolve("plugins").resolve(StartFiles.file(command)).toFile(), false)) {
            @Nullable String needed = jar.getManifest() == null ? null : jar.getManifest().getMainAttributes().getValue(START);
            if (!installation.start().equals(needed))
                throw new SiteRefused("release " + version + " is started by other scripts than " + installation.root()
                        + " has: put the new installation in the place of this one, and say 'nettunnel restart' then");
        }
    }

    /// It is there from now on, and nothing uses it yet.
    ///
    /// @param signer of the site it came from
    public void put(String signer) throws IOException {
        Files.writeString(made.resolve("signer"), signer + "\n");
        installation.sweep(version);
        try (var all = Files.walk(made)) {
            for (Path each : all.toList()) Durable.openToAll(each);
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
        Durable.move(made, installation.folder(version));
    }

    @Override
    public void close() throws IOException {
        Durable.remove(made);
    }
}
