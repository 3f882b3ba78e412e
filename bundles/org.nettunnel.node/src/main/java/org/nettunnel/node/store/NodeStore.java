package org.nettunnel.node.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.node.Node.Writing;
import org.nettunnel.api.tunnel.PeerIdentity;
import org.nettunnel.api.tunnel.Preference;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.node.store.AccountsForm.AccountForm;
import org.nettunnel.node.store.FieldSeal.WrongSeal;
import org.nettunnel.node.store.TunnelsForm.TunnelForm;
import org.nettunnel.node.sync.EndpointBook;

/// The user's objects on disk: one JSON document per kind in the configuration directory.
///
/// Opening reads all of them or refuses: a node does not start with half of what its user saved.
/// **Threads:** safe for any; one write at a time.
public final class NodeStore {
    static final String SEED = "identity/seed";

    private final Documents documents;
    private final FieldSeal seal;
    private volatile Settings settings;
    /// What is on disk; written under the lock of this.
    private volatile Kept kept;
    private volatile Runnable accountsChanged = () -> {};

    private record Kept(@Nullable Identity identity, List<Account> accounts, List<KeptTunnel> tunnels, EndpointBook endpoints,
            Preference preference) {}

    /// This node's identity.
    public record Identity(PeerIdentity identity, Secret seed) {}

    /// Where and how to open.
    ///
    /// @param credentials what `$CREDENTIALS_DIRECTORY` names; null when it is not set
    /// @param useLastGood whether a bad file gives way to the newest good generation
    public record Opening(Path config, Path data, @Nullable Path credentials, boolean useLastGood, FileSteps steps, InstantSource clock) {
        public static Opening of(Path config, Path data) {
            return new Opening(config, data, null, false, FileSteps.DISK, InstantSource.system());
        }

        public Opening with(@Nullable Path newCredentials) {
            return new Opening(config, data, newCredentials, useLastGood, steps, clock);
        }

        public Opening usingLastGood(boolean use) {
            return new Opening(config, data, credentials, use, steps, clock);
        }
    }

    private NodeStore(Documents documents, FieldSeal seal, Settings settings, Kept kept) {
        this.documents = documents;
        this.seal = seal;
        this.settings = settings;
        this.kept = kept;
    }

    /// @throws BadStore    when a document is not right; the message says which, where, and what to do
    /// @throws IOException when a directory or file cannot be read or written
    public static NodeStore open(Opening opening) throws IOException {
        StoreFiles.finish(opening);
        Documents documents = new Documents(opening.config(), opening.steps());
        documents.check(opening);
        Settings settings = documents.settings().read();
        FieldSeal seal = new FieldSeal(keys(opening, documents.identity().read() == null && documents.tunnels().read() == null));
        Kept kept = kept(documents, seal);
        documents.settle();
        return new NodeStore(documents, seal, settings == null ? Settings.DEFAULT : settings, kept);
    }

    /// A master key is made only where nothing is sealed yet: else it would hide that the right one is gone.
    static List<MasterKey> keys(Opening opening, boolean fresh) throws IOException {
        List<MasterKey> keys = new ArrayList<>();
        keys.addAll(MasterKey.inCredential(opening.credentials(), opening.steps()));
        keys.addAll(MasterKey.inFile(opening.data(), opening.steps()));
        if (keys.isEmpty() && !fresh)
            throw new BadStore(opening.data().resolve(MasterKey.FILE) + " is gone, and the secrets of this configuration are sealed under it: "
                    + "put it back, or hand it over as the credential nettunnel-master");
        return keys.isEmpty() ? List.of(MasterKey.make(opening.data(), opening.steps())) : keys;
    }

    private static Kept kept(Documents documents, FieldSeal seal) throws IOException {
        IdentityForm identity = documents.identity().read();
        AccountsForm accounts = documents.accounts().read();
        TunnelsForm tunnels = documents.tunnels().read();
        EndpointsForm endpoints = documents.endpoints().read();
        PreferenceForm preference = documents.preference().read();
        Path source = documents.identity().path();
        try {
            Identity own = identity == null ? null : new Identity(identity.identity(), seal.open(SEED, identity.seed()));
            source = documents.tunnels().path();
            List<KeptTunnel> opened = new ArrayList<>();
            for (TunnelForm form : tunnels == null ? List.<TunnelForm>of() : tunnels.tunnels())
                opened.add(opened(form, seal));
            return new Kept(own, accounts == null ? List.of() : accounts.users().stream().map(AccountForm::account).toList(),
                    opened, endpoints == null ? EndpointBook.of(List.of()) : endpoints.book(),
                    preference == null ? Preference.NONE : preference.preference());
        } catch (WrongSeal wrong) {
            throw new BadStore(source + ": " + wrong.getMessage());
        } catch (IllegalArgumentException wrongLength) {
            throw new BadStore(source + ": a sealed secret has the wrong length: take the file from a generation");
        }
    }

    private static KeptTunnel opened(TunnelForm form, FieldSeal seal) throws WrongSeal {
        return form.tunnel(new TunnelsForm.Opened(seal.open(TunnelForm.keyPath(form.id()), form.trust().key()),
                opened(TunnelForm.proxyPasswordPath(form.id()), form.route().proxyPassword(), seal),
                opened(TunnelForm.passwordBeforePath(form.id()), form.sealedPasswordBefore(), seal)));
    }

    private static @Nullable Secret opened(String path, @Nullable String sealed, FieldSeal seal) throws WrongSeal {
        return sealed == null ? null : seal.open(path, sealed);
    }

    private static TunnelForm sealed(KeptTunnel tunnel, FieldSeal seal) {
        TunnelConfig config = tunnel.config();
        KeptTunnel.OnTrial trial = tunnel.trial();
        return TunnelForm.of(tunnel, new TunnelsForm.Sealed(seal.seal(TunnelForm.keyPath(config.id()), config.trust().key()),
                sealedPassword(TunnelForm.proxyPasswordPath(config.id()), config, seal),
                trial == null ? null : sealedPassword(TunnelForm.passwordBeforePath(config.id()), trial.before(), seal)));
    }

    private static @Nullable String sealedPassword(String path, TunnelConfig config, FieldSeal seal) {
        ProxyConfig.Login login = config.route() instanceof TunnelConfig.Outbound(_, _, ProxyConfig.Server proxy) ? proxy.login() : null;
        return login == null ? null : seal.seal(path, login.password());
    }

    /// How its writing went so far.
    public Writing writing() {
        return documents.writing();
    }

    public Settings settings() {
        return settings;
    }

    /// Null at the first start.
    public @Nullable Identity identity() {
        return kept.identity();
    }

    public List<Account> accounts() {
        return kept.accounts();
    }

    public List<KeptTunnel> tunnels() {
        return kept.tunnels();
    }

    public EndpointBook endpoints() {
        return kept.endpoints();
    }

    public Preference preference() {
        return kept.preference();
    }

    public synchronized void saveIdentity(Identity identity, Instant made) throws IOException {
        documents.identity().write(new IdentityForm(Form.SCHEMA, identity.identity(), seal.seal(SEED, identity.seed()), made));
        kept = new Kept(identity, kept.accounts(), kept.tunnels(), kept.endpoints(), kept.preference());
    }

    /// Makes the next list of accounts from the present one.
    public interface AccountsChange<X extends Exception> {
        List<Account> from(List<Account> now) throws X;
    }

    /// Makes a change and writes it down, in one write; who listens hears of it afterwards.
    ///
    /// @throws X           from `change`; nothing is changed then
    /// @throws IOException when it could not be written; nothing is changed then
    public <X extends Exception> void changeAccounts(AccountsChange<X> change) throws X, IOException {
        synchronized (this) {
            List<Account> next = List.copyOf(change.from(kept.accounts()));
            if (next.equals(kept.accounts())) return;
            documents.accounts().write(AccountsForm.of(next));
            kept = new Kept(kept.identity(), next, kept.tunnels(), kept.endpoints(), kept.preference());
        }
        accountsChanged.run();
    }

    public void saveAccounts(List<Account> accounts) throws IOException {
        this.<RuntimeException>changeAccounts(_ -> accounts);
    }

    /// Only the last who asked hears of changes: the node comes and goes, and its store stays.
    public void whenAccountsChange(Runnable listener) {
        accountsChanged = listener;
    }

    public synchronized void saveTunnels(List<KeptTunnel> tunnels) throws IOException {
        List<TunnelForm> forms = new ArrayList<>();
        for (KeptTunnel tunnel : tunnels) forms.add(sealed(tunnel, seal));
        documents.tunnels().write(new TunnelsForm(Form.SCHEMA, forms));
        kept = new Kept(kept.identity(), kept.accounts(), List.copyOf(tunnels), kept.endpoints(), kept.preference());
    }

    public synchronized void saveEndpoints(EndpointBook endpoints) throws IOException {
        documents.endpoints().write(EndpointsForm.of(endpoints));
        kept = new Kept(kept.identity(), kept.accounts(), kept.tunnels(), endpoints, kept.preference());
    }

    /// @throws IllegalArgumentException with a sentence when it cannot be kept so
    public synchronized void savePreference(Preference preference) throws IOException {
        documents.preference().write(PreferenceForm.of(preference));
        kept = new Kept(kept.identity(), kept.accounts(), kept.tunnels(), kept.endpoints(), preference);
    }

    /// They count from the next start.
    public synchronized void saveSettings(Settings newSettings) throws IOException {
        documents.settings().write(newSettings);
        settings = newSettings;
    }

    /// All files of this node at one moment: see [StoreFiles].
    public synchronized Map<String, byte[]> files(Opening opening) throws IOException {
        return StoreFiles.read(opening);
    }

    /// What is wrong with the documents in `config`, one sentence each; changes nothing.
    public static List<String> problems(Path config) {
        return new Documents(config, FileSteps.DISK).problems();
    }

    /// What is wrong with the documents in `config`, their seals included; changes nothing.
    public static List<String> problems(Opening opening) {
        List<String> problems = problems(opening.config());
        if (!problems.isEmpty()) return problems;
        try {
            Documents documents = new Documents(opening.config(), opening.steps());
            boolean fresh = documents.identity().read() == null && documents.tunnels().read() == null;
            if (!fresh) kept(documents, new FieldSeal(keys(opening, false)));
            return List.of();
        } catch (IOException wrong) {
            return List.of(String.valueOf(wrong.getMessage()));
        }
    }
}
