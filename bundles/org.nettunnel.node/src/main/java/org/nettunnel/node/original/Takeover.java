package org.nettunnel.node.original;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts.Role;
import org.nettunnel.api.node.Node;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Originals.Line;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.transport.Address;
import org.nettunnel.api.tunnel.TunnelConfig.Outage;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.api.tunnel.TunnelSide;
import org.nettunnel.node.Intake;
import org.nettunnel.node.Newcomers;
import org.nettunnel.node.original.Found.Half;
import org.nettunnel.node.original.Found.Target;

/// Goes through what was found and says of each what becomes of it here: what can be had is put into an [Intake] and [Newcomers], which are
/// committed, or not, by whoever asked.
final class Takeover {
    private static final Duration VALIDITY = Duration.ofDays(7);
    private static final String TRANSPORT = "https";
    private static final String EVERYWHERE = "0.0.0.0";

    private final Intake intake;
    private final Newcomers newcomers;
    private final Plan plan;
    final List<Line> lines = new ArrayList<>();

    /// @param secrets whether invites are told
    /// @param targets of the halves that connect, by the id of the endpoint
    /// @param ports   of the halves that listen
    record Plan(@Nullable Address reachedAt, boolean secrets, Map<String, Target> targets, Map<String, Integer> ports) {}

    Takeover(Intake intake, Newcomers newcomers, Plan plan) {
        this.intake = intake;
        this.newcomers = newcomers;
        this.plan = plan;
    }

    private @Nullable String told(String secret) {
        return plan.secrets() ? secret : null;
    }

    void person(String file, Found.Person person) {
        String name = person.name().toLowerCase(Locale.ROOT);
        try {
            Role role = person.administrator() ? Role.ADMINISTRATOR : Role.LIMITED;
            String code = newcomers.add(name, role, VALIDITY).code();
            lines.add(new Line(file, "user", name, "carried", "The password cannot be had: the original keeps an unsalted SHA-256 of it. The "
                    + (person.administrator() ? "administrator" : "limited user") + " is made and chooses a new one with an invite, good for 7 days.", null, told(code)));
        } catch (RequestRefused refused) {
            lines.add(new Line(file, "user", name, "lost", notMade(refused) + (refused.reason() == Reason.CONFLICT ? " in the file; the user who is here stays as he is." : ".")));
        }
        if (!person.endpoints().isEmpty()) inbound(file, person.name(), person.endpoints(), " It is the node's own and not " + quoted(name)
                + "'s, as it was: users own what they add themselves, by their grants.");
    }

    private static String notMade(RequestRefused refused) {
        return "It cannot be made: " + refused.getMessage();
    }

    void tunnel(String file, Found.Line tunnel) {
        String address = tunnel.address();
        if (address == null) {
            inbound(file, tunnel.name(), tunnel.endpoints(), "");
            return;
        }
        String there = address + ":" + (tunnel.port() == 0 ? 52845 : tunnel.port());
        lines.add(new Line(file, "tunnel", tunnel.name(), "todo", "This end dialled " + there + ". Neither end of the original proves who it is, so there is nothing to go on: make an "
                + "invite at the other node (nettunnel invite " + quoted(tunnel.name()) + " --address " + there + ") and give it to this one.").with("nettunnel tunnel add --invite -"));
        for (Half half : tunnel.endpoints()) todo(file, tunnel.name(), half, "Add it when its tunnel is there");
    }

    /// A tunnel that waits for its peer, and all that belongs to it.
    ///
    /// @param owner what is to be said of whose the endpoints become
    private void inbound(String file, String name, List<Half> endpoints, String owner) {
        Address address = plan.reachedAt();
        if (address == null) {
            lines.add(new Line(file, "tunnel", name, "todo", "This end waited to be dialled. It becomes an invite; say where the other node reaches this one (--address HOST:PORT), "
                    + "or make it yourself.").with("nettunnel invite " + quoted(name) + " --address HOST:52845"));
            for (Half half : endpoints) todo(file, name, half, "Add it when its tunnel is there");
            return;
        }
        try {
            Node.Invite invite = intake.invite(new Node.InviteOffer(name, List.of(address), TRANSPORT, VALIDITY, Outage.USUAL));
            lines.add(new Line(file, "tunnel", name, "carried", "It becomes a tunnel that waits for its peer, and an invite for that peer, good for 7 days.", null, told(invite.text())));
            for (Half half : endpoints) endpoint(file, invite.tunnel(), half, owner);
        } catch (RequestRefused refused) {
            lines.add(new Line(file, "tunnel", name, "lost", notMade(refused) + (refused.reason() == Reason.CONFLICT ? ", in the file or, by 'nettunnel tunnel set', here." : ".")));
            for (Half half : endpoints) todo(file, name, half, "Its tunnel is not made; add it to the one that it is to go through");
        }
    }

    private void todo(String file, String tunnel, Half half, String what) {
        Target target = target(half);
        int port = port(half);
        // `--outbound` is the other end of the tunnel, as seen from here
        String command = "nettunnel endpoint add " + quoted(tunnel) + " --listen " + EVERYWHERE + ":" + (port == 0 ? "PORT" : port) + " --to "
                + (target == null ? "HOST:PORT" : quoted(target.host() + ":" + target.port())) + (half.listens() ? "" : " --outbound") + " --name " + quoted(half.name());
        lines.add(new Line(file, "endpoint", half.name(), "todo", what + (target == null || port == 0 ? "; the other half stands in the file of the other end." : ".")).with(command));
        rules(file, half);
    }

    private void endpoint(String file, TunnelId tunnel, Half half, String owner) {
        Target target = target(half);
        int port = port(half);
        if (target == null || port == 0) {
            lines.add(new Line(file, "endpoint", half.name(), "todo", "Only one half of it stands here; give the file of the other end too, or add it by hand."));
            return;
        }
        try {
            intake.add(new EndpointDraft(tunnel, half.name().isBlank() ? null : half.name(), half.listens() ? TunnelSide.INBOUND : TunnelSide.OUTBOUND, EVERYWHERE, port,
                    new Address(target.host(), target.port()), EndpointConfig.ADAPTIVE));
            lines.add(new Line(file, "endpoint", half.name(), "carried", (half.listens() ? "This end" : "The other end") + " listens on " + EVERYWHERE + ":" + port
                    + ", the other connects to " + target.host() + ":" + target.port() + "." + owner + (half.listens() ? taken(port) : "")));
            rules(file, half);
        } catch (RequestRefused refused) {
            lines.add(new Line(file, "endpoint", half.name(), "lost", notMade(refused) + (refused.reason() == Reason.CONFLICT ? ", in the file or here." : ".")));
        } catch (IllegalArgumentException wrong) {
            lines.add(new Line(file, "endpoint", half.name(), "lost", "It cannot be made: " + wrong.getMessage() + "."));
        }
    }

    /// What holds a port at this moment may be gone later, the original for one: that is told and no reason to leave the endpoint out.
    private static String taken(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getByName(EVERYWHERE))) {
            return "";
        } catch (IOException refused) {
            return " Something on this machine holds that port now (" + refused.getMessage() + "): until it is free the endpoint waits.";
        }
    }

    private void rules(String file, Half half) {
        if (half.rules() > 0)
            lines.add(new Line(file, "rules", half.name(), "lost", half.rules() + " HTTP header rules are not taken over: this version has none. The connections are carried as they are."));
    }

    private @Nullable Target target(Half half) {
        Target own = half.target();
        if (own != null && !own.host().isBlank()) return own;
        return half.id().isEmpty() ? null : plan.targets().get(half.id());
    }

    private int port(Half half) {
        return half.port() != 0 || half.id().isEmpty() ? half.port() : plan.ports().getOrDefault(half.id(), 0);
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
