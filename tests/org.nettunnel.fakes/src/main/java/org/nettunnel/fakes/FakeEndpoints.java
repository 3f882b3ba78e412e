package org.nettunnel.fakes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.nettunnel.api.endpoint.EndpointState;
import org.nettunnel.api.endpoint.EndpointStatus;
import org.nettunnel.api.endpoint.Endpoints;

/// Halves of endpoints as tests want them, that listen nowhere.
public final class FakeEndpoints implements Endpoints {
    public final List<EndpointState> halves = new CopyOnWriteArrayList<>();
    /// What listening halves wait for; empty when they listen.
    public String portTaken = "";

    EndpointStatus listening(String bind, int port) {
        return portTaken.isEmpty() ? new EndpointStatus.Listening(bind, port) : new EndpointStatus.Waiting(portTaken, FakeNode.EPOCH);
    }

    @Override
    public void apply(List<Half> wanted) {}

    @Override
    public List<EndpointState> states() {
        return List.copyOf(halves);
    }
}
