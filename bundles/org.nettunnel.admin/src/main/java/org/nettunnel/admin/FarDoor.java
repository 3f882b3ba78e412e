package org.nettunnel.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.nettunnel.admin.call.Caller;
import org.nettunnel.admin.call.Segments;
import org.nettunnel.api.admin.EventStream;
import org.nettunnel.api.admin.Operation;
import org.nettunnel.api.admin.Problem;
import org.nettunnel.api.admin.peer.PeerOperations;
import org.nettunnel.api.node.FarSide;
import org.nettunnel.api.tunnel.TunnelConfig;

/// The way into the administration through a tunnel: one who comes by it is asked for the same as one who comes by the node's port.
///
/// **Threads:** any.
final class FarDoor implements FarSide.Answerer {
    /// A host that is always known: there is no page whose name could be another.
    private static final String HOST = "localhost";
    private final Dispatcher dispatcher;
    private final StrictJson json = new StrictJson();

    FarDoor(Dispatcher dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public FarSide.Answer answer(TunnelConfig tunnel, FarSide.Call call) {
        int mark = call.path().indexOf('?');
        String plain = mark < 0 ? call.path() : call.path().substring(0, mark);
        Asked asked;
        try {
            asked = asked(Caller.TUNNEL + tunnel.name(), call, Segments.of(Operation.PREFIX + plain), mark < 0 ? Map.of() : query(call.path().substring(mark + 1)));
        } catch (IllegalArgumentException unreadable) {
            return problem(HttpStatus.BAD_REQUEST_400, "the path '" + plain + "' cannot be read");
        }
        Operation<?, ?> row = dispatcher.row(asked);
        if (row != null && row.equals(PeerOperations.CALL))
            return problem(HttpStatus.FORBIDDEN_403, "what comes through a tunnel goes through no other: log in at this node itself");
        if (row != null && row.response() == EventStream.class)
            return problem(HttpStatus.BAD_REQUEST_400, "events do not come through a tunnel; look at the lists now and then");
        Answer answer = dispatcher.answer(asked);
        if (answer.events() != null) return problem(HttpStatus.BAD_REQUEST_400, "what goes on without end does not come through a tunnel");
        return new FarSide.Answer(answer.status(), new String(answer.body(), StandardCharsets.UTF_8), answer.headers().get("ETag"));
    }

    private static Asked asked(String from, FarSide.Call call, List<String> path, Map<String, List<String>> query) {
        byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
        var headers = new Asked.Headers(call.token().isEmpty() ? null : "Bearer " + call.token(), null, null, body.length == 0 ? null : "application/json",
                null, call.ifMatch(), null);
        return new Asked(call.method(), path, query, new Asked.Origins(HOST, null, false, false, List.of()), headers,
                limit -> Arrays.copyOf(body, Math.min(limit, body.length)), from);
    }

    private static Map<String, List<String>> query(String text) {
        var query = new LinkedHashMap<String, List<String>>();
        for (String pair : text.split("&")) {
            String[] parts = pair.split("=", 2);
            query.computeIfAbsent(decoded(parts[0]), _ -> new ArrayList<>()).add(parts.length == 1 ? "" : decoded(parts[1]));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private FarSide.Answer problem(int status, String sentence) {
        @Nullable String title = HttpStatus.getMessage(status);
        return new FarSide.Answer(status, new String(json.write(new Problem(String.valueOf(title), status, sentence)), StandardCharsets.UTF_8), null);
    }
}
