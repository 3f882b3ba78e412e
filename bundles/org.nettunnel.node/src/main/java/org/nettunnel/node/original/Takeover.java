package org.nettunnel.node.original;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Grants;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Originals.Line;
import org.nettunnel.api.node.Quota;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.Roster;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;
import org.nettunnel.node.original.Found.Half;
import org.nettunnel.node.original.Found.Target;

/// Goes through what was found, says of each what becomes of it, and does so where it is asked to.
final class Takeover {
    private static final Duration VALIDITY = Duration.ofDays(7);
    private static final String TRANSPORT = "https";
    private static final String EVERYWHERE = "0.0.0.0";

    private final Node node;
    private final @Nullable Roster roster;
    private final @Nullable Address reachedAt;
    private final boolean apply;
    private final Map<String, Target> targets;
    private final Map<String, Integer> ports;
    final List<Line> lines = new ArrayList<>();

    /// @param apply   whether to do it
    /// @param targets of the halves that connect, by the id of the endpoint
    /// @param ports   of the halves that listen
    record Plan(@Nullable Address reachedAt, boolean apply, Map<String, Target> targets, Map<String, Integer> ports) {}

    Takeover(Node node, @Nullable Roster roster, Plan plan) {
        this.node = node;
        this.roster = roster;
        this.reachedAt = plan.reachedAt();
        this.apply = plan.apply();
        this.targets = plan.targets();
        this.ports = plan.ports();
    }

    void person(String file, Found.Person person) throws IOException {
        String role = person.administrator() ? "administrator" : "limited user";
        Line line = new Line(file, "user", person.name(), "todo", "The password cannot be had: the original keeps an unsalted SHA-256 of it. Make this "
                + role + " and hand over the invite by which he chooses a new one.").with("nettunnel user add " + quoted(person.name())
                        + (person.administrator() ? " --administrator" : "") + " --invite");
        Roster users = roster;
        lines.add(users == null ? line : user(users, line, person.administrator() ? Role.ADMINISTRATOR : Role.LIMITED));
        if (!person.endpoints().isEmpty()) inbound(file, person.name(), person.endpoints());
    }

    private Line user(Roster users, Line line, Role role) throws IOException {
        String name = line.name().toLowerCase(Locale.ROOT);
        String sentence = "The password cannot be had: the original keeps an unsalted SHA-256 of it. The user is made and chooses a new one with an invite, good for 7 days.";
        if (!apply) return new Line(line.file(), "user", name, "carried", sentence);
        try {
            users.add(new Roster.NewUser(name, role, null, Grants.NONE, Quota.NONE));
            return new Line(line.file(), "user", name, "carried", sentence, null, users.invite(name, VALIDITY).code());
        } catch (RequestRefused refused) {
            return new Line(line.file(), "user", name, "lost", "It cannot be made: " + refused.getMessage());
        }
    }

    void tunnel(String file, Found.Line tunnel) throws IOException {
        String address = tunnel.address();
        if (address == null) {
            inbound(file, tunnel.name(), tunnel.endpoints());
            return;
        }
        String there = address + ":" + (tunnel.port() == 0 ? 52845 : tunnel.port());
        lines.add(new Line(file, "tunnel", tunnel.name(), "todo", "This end dialled " + there + ". Neither end of the original proves who it is, so there is nothing to go on: make an "
                + "invite at the other node (nettunnel invite " + quoted(tunnel.name()) + " --address " + there + ") and give it to this one.").with("nettunnel tunnel add --invite -"));
        for (Half half : tunnel.endpoints()) todo(file, tunnel.name(), half, TunnelSide.OUTBOUND);
    }

    /// A tunnel that waits for its peer, and all that belongs to it.
    private void inbound(String file, String name, List<Half> endpoints) throws IOException {
        Address address = reachedAt;
        TunnelId made = null;
        if (address == null) {
            lines.add(new Line(file, "tunnel", name, "todo", "This end waited to be dialled. It becomes an invite; say where the other node reaches this one (--address HOST:PORT), "
                    + "or make it yourself.").with("nettunnel invite " + quoted(name) + " --address HOST:52845"));
        } else {
            String sentence = "It becomes a tunnel that waits for its peer, and an invite for that peer, good for 7 days.";
            try {
                Node.Invite invite = apply ? node.invite(new Node.InviteOffer(name, List.of(address), TRANSPORT, VALIDITY, Outage.USUAL)) : null;
                made = invite == null ? null : invite.tunnel();
                lines.add(new Line(file, "tunnel", name, "carried", sentence, null, invite == null ? null : invite.text()));
            } catch (RequestRefused refused) {
                lines.add(new Line(file, "tunnel", name, "lost", "It cannot be made: " + refused.getMessage()));
                address = null;
            }
        }
        for (Half half : endpoints)
            if (address == null) todo(file, name, half, TunnelSide.INBOUND);
            else endpoint(file, made, half);
    }

    private void todo(String file, String tunnel, Half half, TunnelSide end) {
        Target target = target(half);
        int port = port(half);
        // `--outbound` is the other end of the tunnel, as seen from here
        String command = "nettunnel endpoint add " + quoted(tunnel) + " --listen " + EVERYWHERE + ":" + (port == 0 ? "PORT" : port) + " --to "
                + (target == null ? "HOST:PORT" : quoted(target.host() + ":" + target.port())) + (half.listens() ? "" : " --outbound") + " --name " + quoted(half.name());
        lines.add(new Line(file, "endpoint", half.name(), "todo", "Add it when its tunnel is there" + (target == null || port == 0 ? "; the other half stands in the file of the other end." : ".")).with(command));
        rules(file, half);
    }

    private void endpoint(String file, @Nullable TunnelId tunnel, Half half) throws IOException {
        Target target = target(half);
        int port = port(half);
        if (target == null || port == 0) {
            lines.add(new Line(file, "endpoint", half.name(), "todo", "Only one half of it stands here; give the file of the other end too, or add it by hand."));
            return;
        }
        try {
            var draft = new EndpointDraft(tunnel == null ? TunnelId.random() : tunnel, half.name().isBlank() ? null : half.name(),
                    half.listens() ? TunnelSide.INBOUND : TunnelSide.OUTBOUND, EVERYWHERE, port, new Address(target.host(), target.port()), EndpointConfig.ADAPTIVE);
            draft.named(EndpointId.random(), half.name().isBlank() ? "endpoint" : half.name());
            if (tunnel != null) node.add(draft);
            lines.add(new Line(file, "endpoint", half.name(), "carried", (half.listens() ? "This end" : "The other end") + " listens on " + EVERYWHERE + ":" + port
                    + ", the other connects to " + target.host() + ":" + target.port() + "."));
            rules(file, half);
        } catch (RequestRefused | IllegalArgumentException refused) {
            lines.add(new Line(file, "endpoint", half.name(), "lost", "It cannot be made: " + refused.getMessage()));
        }
    }

    private void rules(String file, Half half) {
        if (half.rules() > 0)
            lines.add(new Line(file, "rules", half.name(), "lost", half.rules() + " HTTP header rules are not taken over: this version has none. The connections are carried as they are."));
        else if (half.http())
            lines.add(new Line(file, "rules", half.name(), "lost", "That it carries HTTP is not kept: connections are carried as they are."));
    }

    private @Nullable Target target(Half half) {
        Target own = half.target();
        if (own != null && !own.host().isBlank()) return own;
        return half.id().isEmpty() ? null : targets.get(half.id());
    }

    private int port(Half half) {
        return half.port() != 0 || half.id().isEmpty() ? half.port() : ports.getOrDefault(half.id(), 0);
    }

    void service(String file, Found.Service service) {
        for (Found.Setting each : service.settings()) {
            String name = each.name().toLowerCase(Locale.ROOT);
            Line line = switch (name) {
                case "serviceport", "managementport" -> each.text().equals("52845") ? new Line(file, "setting", each.name(), "carried", "52845 is the usual here too.")
                        : new Line(file, "setting", each.name(), "todo", "The port was " + each.text() + ".").with("nettunnel settings set http.port=" + quoted(each.text()));
                case "loglevel" -> new Line(file, "setting", each.name(), "todo", "It was '" + each.text() + "'; the usual here is info.").with("nettunnel settings set log.level=debug");
                default -> new Line(file, "setting", each.name(), "lost", "It was '" + each.text() + "'; this NetTunnel needs no such setting.");
            };
            lines.add(line);
        }
    }

    /// As a shell takes it for one word, whatever a file says.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9._:@\\[\\]-]+") ? word : "'" + word.replaceAll("\\p{Cntrl}", "?").replace("'", "'\\''") + "'";
    }
}
