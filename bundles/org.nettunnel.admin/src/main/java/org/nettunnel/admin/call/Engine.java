package org.nettunnel.admin.call;

import java.util.List;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Accounts;
import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Backups;
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
import org.nettunnel.api.tunnel.Provider;
import org.nettunnel.api.tunnel.Tunnels;

/// The services that admin shows and steers. Each may come and go; what needs an absent one is answered with 503.
///
/// **Threads:** any.
public interface Engine {
    @Nullable Node node();

    @Nullable Accounts accounts();

    @Nullable Tunnels tunnels();

    @Nullable Endpoints endpoints();

    /// Null also where nothing can be installed: the installation was put together without it.
    @Nullable Provisioning provisioning();

    @Nullable Restart restart();

    /// What changes accounts.
    default @Nullable Roster roster() {
        return null;
    }

    /// Personal access tokens.
    default @Nullable Tokens tokens() {
        return null;
    }

    /// Without it limited users may nothing.
    default @Nullable Rights rights() {
        return null;
    }

    /// Null only in tests: a node without it does not answer.
    default @Nullable Audit audit() {
        return null;
    }

    default @Nullable Backups backups() {
        return null;
    }

    default @Nullable Originals originals() {
        return null;
    }

    default @Nullable Knobs knobs() {
        return null;
    }

    /// The other ends of tunnels.
    default @Nullable FarSide farSide() {
        return null;
    }

    /// @throws Refusal 503
    default FarSide needFarSide() throws Refusal {
        return there(farSide(), "what asks the other ends of tunnels");
    }

    /// Changes that take themselves back.
    default @Nullable Trials trials() {
        return null;
    }

    /// @throws Refusal 503
    default Trials needTrials() throws Refusal {
        return there(trials(), "what tries changes out");
    }

    /// What tunnels can be made of just now.
    Offers offers();

    /// The node's port.
    Door door();

    /// Names of the suites, compressions and transports that are there.
    record Offers(List<String> suites, List<String> compressions, List<String> transports) {
        /// What the engine found good and offers to peers; what it refused, or has not tested yet, is not among it.
        public static Offers of(@Nullable Tunnels tunnels, List<String> transports) {
            List<Provider> provided = tunnels == null ? List.of() : tunnels.provided();
            return new Offers(offered(provided, Provider.Kind.SUITE), offered(provided, Provider.Kind.COMPRESSION), transports);
        }

        private static List<String> offered(List<Provider> provided, Provider.Kind kind) {
            return provided.stream().filter(each -> each.kind() == kind && each.verdict() instanceof Provider.Verdict.Offered).map(Provider::name).distinct().sorted().toList();
        }
    }

    /// @param listening   addresses with their ports; empty while the port is taken by another program
    /// @param certificate its fingerprint
    record Door(List<String> listening, String certificate) {}

    /// @throws Refusal 503
    default Node needNode() throws Refusal {
        return there(node(), "the node's store");
    }

    /// @throws Refusal 503
    default Accounts needAccounts() throws Refusal {
        return there(accounts(), "the accounts");
    }

    /// @throws Refusal 503
    default Roster needRoster() throws Refusal {
        return there(roster(), "what changes accounts");
    }

    /// @throws Refusal 503
    default Tokens needTokens() throws Refusal {
        return there(tokens(), "the access tokens");
    }

    /// @throws Refusal 503
    default Rights needRights() throws Refusal {
        return there(rights(), "what knows the rights");
    }

    /// @throws Refusal 503
    default Tunnels needTunnels() throws Refusal {
        return there(tunnels(), "the tunnel engine");
    }

    /// @throws Refusal 503
    default Provisioning needProvisioning() throws Refusal {
        return there(provisioning(), "the installer of bundles");
    }

    /// @throws Refusal 503
    default Restart needRestart() throws Refusal {
        return there(restart(), "what starts the node anew");
    }

    /// @throws Refusal 503
    default Audit needAudit() throws Refusal {
        return there(audit(), "the audit log");
    }

    /// @throws Refusal 503
    default Backups needBackups() throws Refusal {
        return there(backups(), "what makes backups");
    }

    /// @throws Refusal 503
    default Originals needOriginals() throws Refusal {
        return there(originals(), "what reads the original's files");
    }

    /// @throws Refusal 503
    default Knobs needKnobs() throws Refusal {
        return there(knobs(), "the settings");
    }

    private static <T> T there(@Nullable T service, String what) throws Refusal {
        if (service == null)
            throw new Refusal(HttpStatus.SERVICE_UNAVAILABLE_503, what + " is not running just now; try again in a moment, or look into the node's log");
        return service;
    }
}
