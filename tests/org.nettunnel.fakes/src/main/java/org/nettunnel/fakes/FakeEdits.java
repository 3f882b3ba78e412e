package org.nettunnel.fakes;

import java.util.List;
import java.util.Objects;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Node.Change;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.Node.EndpointEdit;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.RequestRefused.Reason;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.TunnelConfig;
import org.nettunnel.api.tunnel.TunnelConfig.PeerMay;

/// What a change makes of a tunnel or an endpoint in memory.
final class FakeEdits {
    private FakeEdits() {}

    static TunnelConfig changed(TunnelConfig present, Change change) throws RequestRefused {
        try {
            TunnelConfig changed = present.withOutage(present.outage().with(change.grace(), change.patience()))
                    .named(Objects.requireNonNullElse(change.name(), present.name()))
                    .with(new PeerMay(!Boolean.FALSE.equals(change.configure()), !Boolean.FALSE.equals(change.call())));
            if (changed.route() instanceof TunnelConfig.Outbound route && change.isOfRoute())
                changed = changed.withRoute(new TunnelConfig.Outbound(Objects.requireNonNullElse(change.addresses(), route.addresses()), "https",
                        Objects.requireNonNullElse(change.proxy(), route.proxy())));
            return changed;
        } catch (IllegalArgumentException wrong) {
            throw new RequestRefused(Reason.INVALID, wrong.getMessage());
        }
    }

    static EndpointConfig changed(List<EndpointConfig> all, EndpointId id, EndpointEdit edit) throws RequestRefused {
        EndpointConfig before = all.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        EndpointDraft draft = edit.of(before);
        try {
            EndpointConfig made = draft.named(id, Objects.requireNonNullElse(edit.name(), before.name()));
            all.replaceAll(each -> each.id().equals(id) ? made : each);
            return made;
        } catch (IllegalArgumentException wrong) {
            throw new RequestRefused(Reason.INVALID, wrong.getMessage());
        }
    }
}
