package org.nettunnel.cli.commands;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.admin.diagnosis.DiagnosisOperations;
import org.nettunnel.api.admin.diagnosis.DoctorRequest;
import org.nettunnel.api.admin.diagnosis.DoctorView;
import org.nettunnel.api.admin.diagnosis.DoctorView.Check;
import org.nettunnel.api.crypto.Fingerprint;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Shell;
import org.nettunnel.client.Doctor;
import org.nettunnel.client.NodeAddress;
import org.nettunnel.client.NodeException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nettunnel doctor`: examines the way to another node; from this machine without a node here.
@Command(name = "doctor", description = {"Examine the way to another node, step by step, and say what to do about what is wrong.",
        "Name, proxy, connection, certificate, the tunnel's upgrade, its handshake, both clocks, and the size of packets that get through. A stranger's handshake goes as far as "
                + "the other node's first answer; of a tunnel (--tunnel) its keys are tried as well. How much the way carries is measured through a tunnel that is up: before there is "
                + "one nothing on the other side takes bytes from strangers."}, footerHeading = "%nExamples:%n",
        footer = {"  nettunnel doctor                                          whether a node can listen here",
                "  nettunnel doctor outer.example:52845", "  nettunnel doctor outer.example:443 --proxy http://me@proxy.example:3128",
                "  nettunnel doctor outer.example:443 --from-node           from where the node is, not from here",
                "  nettunnel doctor --tunnel office                         the way of a tunnel, and what goes through it"})
public final class DoctorCommand implements Shell.Task {
    private static final Duration LONGEST = Duration.ofSeconds(180);
    private final Shell shell;

    @Parameters(paramLabel = "HOST:PORT", arity = "0..1", description = "The node at the other end. Without: whether the usual port of a node is free here.")
    @Nullable String address;

    @Mixin
    ProxyChoice proxy = new ProxyChoice();

    @Option(names = "--transport", paramLabel = "https|tcp", description = "What a tunnel would be made by (default: https).")
    @Nullable String transport;

    @Option(names = "--fingerprint", paramLabel = "SHA256", description = "What that node's status shows as its certificate, to find out who ends TLS on the way.")
    @Nullable String fingerprint;

    @Option(names = "--from-node", description = "Have the node examine the way, from its machine.")
    boolean fromNode;

    @Option(names = "--tunnel", paramLabel = "TUNNEL", description = "Have the node examine this tunnel: the way it goes, by its own proxy and keys; its round trip, what it carries at least, and what holds its streams up.")
    @Nullable String tunnel;

    public DoctorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws CliFailure, NodeException {
        return show(shell, examined());
    }

    private DoctorView examined() throws CliFailure, NodeException {
        String to = address;
        boolean isOfWay = to != null || proxy.isGiven() || fingerprint != null || transport != null;
        if (tunnel != null && isOfWay)
            throw new CliFailure(ExitCode.USAGE, "--tunnel says which way: leave out HOST:PORT, --proxy, --no-proxy, --transport and --fingerprint");
        if (tunnel == null && fromNode && to == null) throw new CliFailure(ExitCode.USAGE, "--from-node: to where? Give HOST:PORT of the other node");
        if (tunnel == null && !fromNode && (shell.nodeUrl() != null || shell.via() != null))
            throw new CliFailure(ExitCode.USAGE, "the way is examined from here, by no node: leave out --node and --via, or give --from-node to have that node examine it");
        ProxyChoice.Chosen by = proxy.chosen(shell);
        if (tunnel != null || fromNode)
            return shell.node().within(LONGEST).call(DiagnosisOperations.EXAMINE, new DoctorRequest(to, by.proxy(), by.password(), transport, fingerprint, tunnel));
        return to == null ? new DoctorView(List.of(port())) : Doctor.examine(way(to, by));
    }

    private Doctor.Way way(String to, ProxyChoice.Chosen by) throws CliFailure {
        String pinned = fingerprint, password = by.password(), named = by.proxy(), made = transport;
        try {
            ProxyConfig way = ProxyConfig.parse(named == null ? ProxyConfig.ENVIRONMENT : named, password == null ? null : Secret.of(password.getBytes(StandardCharsets.UTF_8)));
            return new Doctor.Way(NodeAddress.parse(to), way, made == null ? "https" : made, pinned == null ? null : new Fingerprint(pinned));
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }

    private static Check port() {
        try (ServerSocket server = new ServerSocket()) {
            server.bind(new InetSocketAddress(NodeAddress.DEFAULT_PORT));
            return new Check("port", "good", "Port " + NodeAddress.DEFAULT_PORT + " is free: a node can listen here.", "", 0);
        } catch (IOException taken) {
            return new Check("port", "bad", "Port " + NodeAddress.DEFAULT_PORT + " cannot be listened on: " + taken.getMessage() + ".",
                    "A node that runs already has it; end what has it, or give the node another port.", 0);
        }
    }

    /// @return the exit code
    static int show(Shell shell, DoctorView view) {
        if (shell.json()) shell.printJson(view);
        else view.checks().forEach(check -> print(shell, check));
        return view.isGood() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(Shell shell, Check check) {
        shell.line(String.format("%-8s %-14s %s", check.result(), check.name(), check.found()));
        if (!check.remedy().isEmpty()) shell.line(" ".repeat(24) + check.remedy());
    }
}
