package org.nettunnel.admin.call;

import java.io.IOException;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.tunnel.StreamState;
import org.nettunnel.api.tunnel.TunnelConfig;

/// One call of an operation, checked and ready to be answered.
///
/// @param id      the path parameter; empty where the path has none
/// @param subject what that names, for operations on a tunnel, an endpoint or a stream; the caller may do with it what the row says
/// @param reply   what goes back beside the answer
public record Call<Q>(Q body, String id, Subject subject, Caller caller, Given given, Reply reply) {

    /// What an operation does.
    public interface Action<Q, A> {
        A answer(Call<Q> call) throws Refusal, RequestRefused, IOException;
    }

    /// The tunnel that the path names.
    public TunnelConfig tunnel() {
        if (subject instanceof Subject.OfTunnel(TunnelConfig tunnel)) return tunnel;
        throw new IllegalStateException("the row is not about one tunnel");
    }

    /// The endpoint that the path names.
    public EndpointConfig endpoint() {
        if (subject instanceof Subject.OfEndpoint(EndpointConfig endpoint)) return endpoint;
        throw new IllegalStateException("the row is not about one endpoint");
    }

    /// The stream that the path names.
    public StreamState stream() {
        if (subject instanceof Subject.OfStream(StreamState stream)) return stream;
        throw new IllegalStateException("the row is not about one stream");
    }

    /// Tells the caller which version this is of what he asked for, and refuses a change that means another.
    ///
    /// For what the path does not name: tunnels and endpoints have it done for them.
    /// @throws Refusal 412
    public void match(Record configured) throws Refusal {
        reply.match(given.ifMatch(), configured);
    }

    @Override
    public String toString() {
        return "Call[id=" + id + ", caller=" + caller.name() + "]";
    }
}
