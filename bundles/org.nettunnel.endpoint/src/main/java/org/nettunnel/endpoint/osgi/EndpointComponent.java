package org.nettunnel.endpoint.osgi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.endpoint.EndpointListener;
import org.nettunnel.api.endpoint.Endpoints;
import org.nettunnel.api.node.Rights;
import org.nettunnel.api.tunnel.StreamAcceptor;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.endpoint.EndpointService;
import org.nettunnel.endpoint.EndpointSettings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/// Offers the endpoint engine to the node and to the tunnel.
@Component(service = {Endpoints.class, StreamAcceptor.class}, configurationPid = "org.nettunnel.endpoint")
@Designate(ocd = EndpointOptions.class)
public final class EndpointComponent extends EndpointService {
    private final List<EndpointListener> listeners;
    private final AtomicReference<@Nullable Rights> rights;

    @Activate
    public EndpointComponent(@Reference Tunnels tunnels, EndpointOptions options) {
        this(tunnels, options, new CopyOnWriteArrayList<>(), new AtomicReference<>());
    }

    private EndpointComponent(Tunnels tunnels, EndpointOptions options, List<EndpointListener> listeners, AtomicReference<@Nullable Rights> rights) {
        super(tunnels,
                new EndpointSettings(Duration.ofSeconds(options.connect_timeout_seconds()), options.max_connections(), options.backlog(),
                        new EndpointSettings.Accepts(options.accepts_per_second(), options.accept_burst())),
                (id, status) -> listeners.forEach(listener -> listener.changed(id, status)), rights::get);
        this.rights = rights;
        this.listeners = listeners;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addListener(EndpointListener listener) {
        listeners.add(listener);
    }

    void removeListener(EndpointListener listener) {
        listeners.remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void setRights(Rights known) {
        rights.set(known);
    }

    void unsetRights(Rights gone) {
        rights.compareAndSet(gone, null);
    }

    @Deactivate
    @Override
    public void close() {
        super.close();
    }
}
