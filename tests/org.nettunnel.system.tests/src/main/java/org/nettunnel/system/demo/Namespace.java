package org.nettunnel.system.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Leftovers;
import org.nettunnel.system.process.Run;

/// A network of its own that can reach us and that nobody can reach: a Linux network namespace behind an nftables rule.
final class Namespace {
    /// What the inner side asked for may come in, and nothing else.
    private static final String RULES = """
            table inet demo {
              chain input {
                type filter hook input priority 0; policy drop;
                iif lo accept
                ct state established,related accept
              }
            }
            """;
    private final String ip;
    private final String name;
    private final String link;
    private final String subnet;

    private Namespace(String ip, String name, String link, String subnet) {
        this.ip = ip;
        this.name = name;
        this.link = link;
        this.subnet = subnet;
    }

    /// @throws NotPermitted where it cannot be made; nothing is left of the attempt
    static Namespace make() throws IOException, InterruptedException, NotPermitted {
        if (!Debian.isRoot()) throw new NotPermitted("only root may make a network namespace");
        Namespace made;
        String nft;
        try {
            String ip = Debian.program("ip");
            nft = Debian.program("nft");
            long id = ProcessHandle.current().pid();
            made = new Namespace(ip, "nettunnel-demo-" + id, "ntd" + id, freeSubnet(ip));
        } catch (Debian.Missing missing) {
            throw new NotPermitted(missing.getMessage());
        }
        Leftovers.add(made::remove);
        try {
            made.connect(nft);
        } catch (NotPermitted failed) {
            made.remove();
            throw failed;
        }
        return made;
    }

    private void connect(String nft) throws IOException, InterruptedException, NotPermitted {
        must(ip, "netns", "add", name);
        must(ip, "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
        must(ip, "addr", "add", outerAddress() + "/30", "dev", link);
        must(ip, "link", "set", link, "up");
        must(ip, "-n", name, "addr", "add", innerAddress() + "/30", "dev", "eth0");
        must(ip, "-n", name, "link", "set", "lo", "up");
        must(ip, "-n", name, "link", "set", "eth0", "up");
        Path rules = Files.createTempFile("nettunnel-rules", ".nft");
        try {
            Files.writeString(rules, RULES);
            must(ip, "netns", "exec", name, nft, "-f", rules.toString());
        } finally {
            Files.delete(rules);
        }
    }

    /// A 10.197.n.0/30 that no route knows.
    private static String freeSubnet(String ip) throws IOException, InterruptedException {
        String routes = Run.succeed(ip, "-4", "route", "show", "table", "all").out();
        for (int n = 1; n < 255; n++) if (!routes.contains("10.197." + n + ".")) return "10.197." + n;
        throw new IOException("every subnet of 10.197.0.0/16 is in use");
    }

    String outerAddress() {
        return subnet + ".1";
    }

    String innerAddress() {
        return subnet + ".2";
    }

    String name() {
        return name;
    }

    /// What to put in front of a command that is to run inside.
    List<String> inFront() {
        return List.of(ip, "netns", "exec", name);
    }

    /// Removes it; programs inside must have ended.
    void remove() {
        for (List<String> command : List.of(List.of(ip, "link", "del", link), List.of(ip, "netns", "del", name))) {
            try {
                Run.of(command, Map.of(), java.time.Duration.ofSeconds(5)); // what was never made need not be removed
            } catch (IOException | AssertionError _) {
                // the next one may still work
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void must(String... command) throws IOException, InterruptedException, NotPermitted {
        Cli.Result result = Run.of(new ArrayList<>(List.of(command)), Map.of(), java.time.Duration.ofSeconds(10));
        if (result.exit() != 0) throw new NotPermitted("'" + String.join(" ", command) + "' says: " + result.err().strip());
    }

    /// No namespace can be had here.
    static final class NotPermitted extends Exception {
        private static final long serialVersionUID = 1L;

        NotPermitted(String why) {
            super(why);
        }
    }
}
