package org.nettunnel.cli.commands;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.crypto.Secret;
import org.nettunnel.api.tunnel.ProxyConfig;
import org.nettunnel.cli.shell.CliFailure;
import org.nettunnel.cli.shell.ExitCode;
import org.nettunnel.cli.shell.Secrets;
import org.nettunnel.cli.shell.Shell;

import picocli.CommandLine.Option;

/// The options of `nettunnel tunnel add`, `tunnel set` and `doctor` that say through which proxy the node dials.
final class ProxyChoice {
    @Option(names = "--proxy", paramLabel = "URL", description = "The proxy through which this node dials, by CONNECT or SOCKS5: "
            + "http://[USER@]HOST:PORT or socks5://[USER@]HOST:PORT; 'environment', as at first, for what https_proxy, all_proxy and no_proxy of the node say.")
    @Nullable String url;

    @Option(names = "--proxy-password-file", paramLabel = "FILE", description = "With a USER in --proxy: take the password from the first line of FILE.")
    @Nullable Path passwordFile;

    @Option(names = "--no-proxy", description = "Dial without a proxy, whatever the node's environment says.")
    boolean isNone;

    /// @param proxy    as the node reads it; null for its environment
    /// @param password null without a user
    record Chosen(@Nullable String proxy, @Nullable String password) {
        /// Without the password.
        @Override
        public String toString() {
            return String.valueOf(proxy);
        }
    }

    boolean isGiven() {
        return url != null || isNone || passwordFile != null;
    }

    /// Asks for the password where it is needed and not in a file.
    Chosen chosen(Shell shell) throws CliFailure {
        String given = url;
        if (given == null && passwordFile != null) throw new CliFailure(ExitCode.USAGE, "--proxy-password-file needs --proxy URL with a user in it");
        if (given != null && isNone) throw new CliFailure(ExitCode.USAGE, "give --proxy or --no-proxy, not both");
        if (given == null) return new Chosen(isNone ? ProxyConfig.NONE : null, null);
        try {
            // what is wrong with the URL is said before anybody is asked for a password
            ProxyConfig.parse(given, given.contains("@") ? Secret.of(new byte[1]) : null);
            String password = given.contains("@") || passwordFile != null ? new Secrets(shell.terminal()).password(passwordFile,
                    "Password for the proxy: ", "--proxy-password-file") : null;
            ProxyConfig.parse(given, password == null ? null : Secret.of(password.getBytes(StandardCharsets.UTF_8)));
            return new Chosen(given, password);
        } catch (IllegalArgumentException wrong) {
            throw new CliFailure(ExitCode.USAGE, "--proxy: " + wrong.getMessage());
        }
    }
}
