package org.nettunnel.system.roam;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nettunnel.system.process.Cli;
import org.nettunnel.system.process.Debian;
import org.nettunnel.system.process.Run;

/// Two roads from the inner node's network to the outer node's, in which we are: both lead to the outer node's one address.
///
/// @param inner name of the inner network namespace
/// @param ip    program
/// @param ss    program
/// @param nft   program
public record Roads(String inner, String ip, String ss, String nft) {
    /// The outer node's address, on no road of its own.
    public static final String OUTER = "10.197.0.1";
    /// The outer node's port.
    public static final int PORT = 52845;
    private static final String[] FIRST = {"roada", "10.197.1."};
    private static final String[] SECOND = {"roadb", "10.197.2."};

    /// Builds them.
    ///
    /// @param outer namespace that this JVM runs in
    /// @param inner another one
    public static Roads build(String outer, String inner) throws IOException, InterruptedException, Debian.Missing {
        Roads roads = new Roads(inner, Debian.program("ip"), Debian.program("ss"), Debian.program("nft"));
        Run.succeed(roads.ip, "link", "set", "lo", "up");
        Run.succeed(roads.ip, "addr", "replace", OUTER + "/32", "dev", "lo");
        roads.inside(roads.ip, "link", "set", "lo", "up");
        roads.open(FIRST, 10);
        roads.open(SECOND, 20);
        return roads;
    }

    private void open(String[] road, int metric) throws IOException, InterruptedException {
        Run.succeed(ip, "link", "add", road[0], "type", "veth", "peer", "name", road[0], "netns", inner);
        Run.succeed(ip, "addr", "add", road[1] + "1/24", "dev", road[0]);
        Run.succeed(ip, "link", "set", road[0], "up");
        inside(ip, "addr", "add", road[1] + "2/24", "dev", road[0]);
        inside(ip, "link", "set", road[0], "up");
        inside(ip, "route", "add", OUTER, "via", road[1] + "1", "metric", String.valueOf(metric));
    }

    /// What to put in front of a command that is to run in the inner network.
    public List<String> inFront() {
        return List.of(ip, "netns", "exec", inner);
    }

    private Cli.Result inside(String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(inFront());
        all.addAll(List.of(command));
        return Run.succeed(all.toArray(String[]::new));
    }

    /// Kills the tunnel's connections; both ends see a reset.
    ///
    /// @return how many there were
    public int reset() throws IOException, InterruptedException {
        return (int) inside(ss, "-H", "-K", "-t", "dst", OUTER, "dport", "=", String.valueOf(PORT)).out().lines().count();
    }

    /// The tunnel's connections as the inner side sees them, with their source addresses.
    public String connections() throws IOException, InterruptedException {
        return inside(ss, "-H", "-t", "dst", OUTER, "dport", "=", String.valueOf(PORT)).out();
    }

    /// The connections are reset, and from here on every attempt is.
    public void refuse() throws IOException, InterruptedException {
        // not those that are: both ends are to hear of it
        block("tcp flags & (syn | ack) == syn", "reject with tcp reset");
        reset();
    }

    /// From here on nothing arrives, and nobody is told.
    public void swallow() throws IOException, InterruptedException {
        block("", "drop");
    }

    private void block(String which, String how) throws IOException, InterruptedException {
        inside(nft, "add", "table", "inet", "road");
        inside(nft, "add", "chain", "inet", "road", "out", "{ type filter hook output priority 0 ; }");
        inside(nft, "add rule inet road out ip daddr " + OUTER + " tcp dport " + PORT + " " + which + " " + how);
    }

    /// Ends what [#refuse] and [#swallow] began.
    public void clear() throws IOException, InterruptedException {
        inside(nft, "add", "table", "inet", "road"); // deleting what is not there is an error
        inside(nft, "delete", "table", "inet", "road");
    }

    /// The inner node gets another address on its first road.
    public void move(int last) throws IOException, InterruptedException {
        inside(ip, "addr", "flush", "dev", FIRST[0]);
        inside(ip, "addr", "add", FIRST[1] + last + "/24", "dev", FIRST[0]);
        inside(ip, "route", "replace", OUTER, "via", FIRST[1] + "1", "metric", "10");
    }

    /// Takes the first road away: the second is what is left.
    public void takeFirstAway() throws IOException, InterruptedException {
        inside(ip, "link", "set", FIRST[0], "down");
    }

    /// Brings the first road back, as it was.
    public void bringFirstBack() throws IOException, InterruptedException {
        inside(ip, "link", "set", FIRST[0], "up");
        inside(ip, "route", "replace", OUTER, "via", FIRST[1] + "1", "metric", "10");
    }

    /// Whatever was done to them, they are as they were built.
    public void restore() throws IOException, InterruptedException {
        clear();
        inside(ip, "link", "set", FIRST[0], "up");
        move(2);
    }

    /// Removes both; the namespaces are the caller's.
    public void remove() throws IOException, InterruptedException {
        for (String[] road : List.of(FIRST, SECOND)) Run.of(List.of(ip, "link", "del", road[0]), Map.of(), java.time.Duration.ofSeconds(5));
    }
}
