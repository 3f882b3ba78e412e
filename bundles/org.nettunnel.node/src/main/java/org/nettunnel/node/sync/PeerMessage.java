package org.nettunnel.node.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Node.RemoteHalf;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelId;
import org.nettunnel.node.json.BadDocument;
import org.nettunnel.node.json.StrictJson;

/// What the nodes of a tunnel tell each other over its control stream.
///
/// @param entries endpoints as the sender knows them
/// @param halves  how the sender's halves are
/// @param talk    a question or an answer; null where it is news
public record PeerMessage(List<EndpointEntry> entries, List<HalfNews> halves, @Nullable Talk talk) {
    /// Entries or halves in one message, so that none is over 1 MiB.
    private static final int MOST = 200;
    private static final Set<String> STATES = Set.of("listening", "waiting", "ready", "stopped");
    private static final int LONGEST_REASON = 500;

    public PeerMessage {
        entries = List.copyOf(entries);
        halves = List.copyOf(halves);
    }

    /// The state of the sender's half of an endpoint.
    public record HalfNews(EndpointId endpoint, RemoteHalf half) {}

    /// The form in JSON: each of these may be left out.
    record Form(@Nullable List<EntryForm> endpoints, @Nullable List<HalfForm> halves, Talk.@Nullable CallForm call, Talk.@Nullable IdForm ping,
            Talk.@Nullable IdForm remove, Talk.@Nullable AnswerForm answer) {
        Form {
            if (Stream.of(call, ping, remove, answer).filter(Objects::nonNull).count() + (endpoints == null && halves == null ? 0 : 1) > 1)
                throw new IllegalArgumentException("a question or an answer does not stand alone");
            if (endpoints != null && endpoints.contains(null) || halves != null && halves.contains(null))
                throw new IllegalArgumentException("an entry is null");
            if (endpoints != null && endpoints.size() > MOST || halves != null && halves.size() > MOST)
                throw new IllegalArgumentException("more than " + MOST + " entries in one message");
        }

        static Form of(Talk talk) {
            return switch (talk) {
                case Talk.Call call -> new Form(null, null, Talk.CallForm.of(call), null, null, null);
                case Talk.Ping(long id) -> new Form(null, null, null, new Talk.IdForm(id), null, null);
                case Talk.Remove(long id) -> new Form(null, null, null, null, new Talk.IdForm(id), null);
                case Talk.Answer answer -> new Form(null, null, null, null, null, Talk.AnswerForm.of(answer));
            };
        }

        @Nullable Talk talk() {
            var asked = call;
            var pinged = ping;
            var removed = remove;
            var answered = answer;
            if (asked != null) return asked.talk();
            if (pinged != null) return new Talk.Ping(pinged.id());
            if (removed != null) return new Talk.Remove(removed.id());
            return answered == null ? null : answered.talk();
        }
    }

    /// A half in JSON.
    record HalfForm(EndpointId endpoint, String state, int port, String reason) {
        HalfForm {
            if (endpoint == null || reason == null) throw new IllegalArgumentException("'endpoint' or 'reason' is missing");
            if (state == null || !STATES.contains(state)) throw new IllegalArgumentException("state '" + state + "' is none of " + STATES);
            if (port < 0 || port > 65535) throw new IllegalArgumentException("port " + port + " is not in 0..65535");
            if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl))
                throw new IllegalArgumentException("the reason must have at most " + LONGEST_REASON + " printable characters");
        }
    }

    /// @param tunnel the tunnel the message came over: what it says is about this tunnel's endpoints and no other's
    /// @throws BadDocument when any of it is not as it must be; nothing of it counts then
    public static PeerMessage parse(TunnelId tunnel, byte[] json) throws BadDocument {
        Form form = StrictJson.PEER.read("message of the peer", json, Form.class);
        List<EndpointEntry> entries = new ArrayList<>();
        for (EntryForm entry : orNone(form.endpoints())) {
            if (entry.tunnel() != null) throw new BadDocument("message of the peer", "an entry names a tunnel");
            if (entry.owner() != null) throw new BadDocument("message of the peer", "an entry names an owner");
            entries.add(entry.entry(tunnel));
        }
        List<HalfNews> halves = new ArrayList<>();
        for (HalfForm half : orNone(form.halves()))
            halves.add(new HalfNews(half.endpoint(), new RemoteHalf(half.state(), half.port(), half.reason())));
        return new PeerMessage(entries, halves, form.talk());
    }

    private static <T> List<T> orNone(@Nullable List<T> values) {
        return values == null ? List.of() : values;
    }

    /// As many messages as it takes to say it all, each at most 1 MiB.
    public static List<byte[]> ofEntries(List<EndpointEntry> entries) {
        return inParts(entries.stream().map(EntryForm::onWire).toList(), part -> new Form(part, null, null, null, null, null));
    }

    /// As many messages as it takes to say it all, each at most 1 MiB.
    public static List<byte[]> ofHalves(List<HalfNews> halves) {
        return inParts(halves.stream().map(PeerMessage::form).toList(), part -> new Form(null, part, null, null, null, null));
    }

    /// One message, of whatever length.
    public static byte[] of(Talk talk) {
        return StrictJson.PEER.compact(Form.of(talk));
    }

    private static HalfForm form(HalfNews news) {
        String reason = news.half().reason().replaceAll("\\p{Cntrl}", " ");
        return new HalfForm(news.endpoint(), news.half().state(), news.half().port(),
                reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
    }

    private static <T> List<byte[]> inParts(List<T> all, Function<List<T>, Form> form) {
        List<byte[]> messages = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST)
            messages.add(StrictJson.PEER.compact(form.apply(all.subList(from, Math.min(all.size(), from + MOST)))));
        return messages;
    }
}
