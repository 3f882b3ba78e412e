package org.nettunnel.cli.shell;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.NodeOperations;
import org.nettunnel.api.admin.Nothing;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.client.NodeAddress;
import org.nettunnel.client.NodeClient;
import org.nettunnel.client.NodeException;
import org.nettunnel.client.NodeException.UnknownCertificate;

/// Gets to know a node: shows its certificate's fingerprint and lets a person say whether it is the right one.
public final class Acquaintance {
    private static final int NOT_LOGGED_IN = 401;
    private final Shell shell;
    private final NodeAddress address;
    private @Nullable Fingerprint pinned;

    /// @param confirmed a fingerprint that was compared before; null to ask
    public Acquaintance(Shell shell, NodeAddress address, @Nullable String confirmed) throws CliFailure {
        this.shell = shell;
        this.address = address;
        pinned = confirmed == null ? null : NodeChoice.fingerprint(confirmed);
    }

    /// The fingerprint that was confirmed; null when an authority vouches for the node.
    public @Nullable String fingerprint() {
        Fingerprint known = pinned;
        return known == null ? null : known.toString();
    }

    public NodeClient as(String token) {
        return new NodeClient(address, pinned, token, NodeChoice.TIMEOUT);
    }

    /// Knocks, so that the certificate is confirmed before anybody is asked for a password.
    public void meet() throws CliFailure, NodeException {
        try {
            call(NodeOperations.STATUS, new Nothing());
        } catch (NodeException.Refused stranger) {
            if (stranger.problem().status() != NOT_LOGGED_IN) throw stranger;
        }
    }

    /// Calls as a stranger; nothing is sent before the certificate was confirmed, since TLS comes first.
    public <Q, A> A call(Operation<Q, A> operation, Q body) throws CliFailure, NodeException {
        try {
            return as("").call(operation, body);
        } catch (UnknownCertificate unknown) {
            if (pinned != null)
                throw new CliFailure(ExitCode.UNREACHABLE, "the certificate of " + address + " has fingerprint " + unknown.fingerprint() + ", not " + pinned
                        + "; somebody may be in between");
            confirm(unknown.fingerprint());
            pinned = unknown.fingerprint();
            return as("").call(operation, body);
        }
    }

    private void confirm(Fingerprint shown) throws CliFailure {
        Terminal.Prompt prompt = shell.terminal().prompt();
        if (prompt == null)
            throw new CliFailure(ExitCode.UNREACHABLE, "the certificate of " + address + " is not known here; its fingerprint is " + shown
                    + ". Compare it with what that node printed, then repeat with --fingerprint " + shown);
        shell.hint("The certificate of " + address + " is not known here. Its fingerprint is");
        shell.hint("  " + shown);
        shell.hint("Compare it with what that node printed when it started, or with its 'nettunnel status'.");
        String answer = prompt.line("Is it the same? [yes/no] ");
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).equals("yes"))
            throw new CliFailure(ExitCode.FAILED, "not confirmed; nothing was changed");
    }
}
