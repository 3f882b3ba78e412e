package org.nettunnel.node.osgi;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.nettunnel.api.endpoint.EndpointConfig;
import org.nettunnel.api.node.Accounts.User;
import org.nettunnel.api.node.Node.EndpointDraft;
import org.nettunnel.api.node.OwnPorts;
import org.nettunnel.api.node.RequestRefused;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.tunnel.EndpointId;
import org.nettunnel.api.tunnel.StreamRefused;
import org.nettunnel.api.tunnel.TunnelId;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/// Offers the rights, and tells the node on which ports it is reached itself.
@Component(service = Rights.class)
public final class RightsComponent implements Rights {
    private final Rights rights;
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    private volatile List<OwnPorts> doors = List.of();

    @Activate
    public RightsComponent(@Reference NodeComponent node) {
        this.rights = node.rights();
        node.know(this::ports);
    }

    private Set<Integer> ports() {
        Set<Integer> ports = new HashSet<>();
        for (OwnPorts door : doors) ports.addAll(door.ports());
        return ports;
    }

    @Override
    public boolean may(User user, Act act, TunnelId tunnel) {
        return rights.may(user, act, tunnel);
    }

    @Override
    public boolean may(User user, Act act, EndpointId endpoint) {
        return rights.may(user, act, endpoint);
    }

    @Override
    public Optional<String> owner(EndpointId endpoint) {
        return rights.owner(endpoint);
    }

    @Override
    public void check(User user, EndpointDraft draft) throws RequestRefused {
        rights.check(user, draft);
    }

    @Override
    public boolean mayDial(EndpointConfig endpoint, InetAddress address) {
        return rights.mayDial(endpoint, address);
    }

    @Override
    public Used used(String user) {
        return rights.used(user);
    }

    @Override
    public Permit admit(String owner, EndpointConfig endpoint) throws StreamRefused {
        return rights.admit(owner, endpoint);
    }
}
