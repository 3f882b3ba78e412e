package org.nettunnel.tunnel.osgi;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferenceCardinality.OPTIONAL;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import java.time.Duration;
import java.util.Map;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.api.crypto.HybridExchange;
import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.api.crypto.Signatures;
import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.crypto.Suite;
import org.nettunnel.api.transport.Transport;
import org.nettunnel.api.transport.WireAcceptor;
import org.nettunnel.api.tunnel.NodeIdentity;
import org.nettunnel.api.tunnel.StreamAcceptor;
import org.nettunnel.api.tunnel.TunnelListener;
import org.nettunnel.api.tunnel.Tunnels;
import org.nettunnel.tunnel.TunnelService;
import org.nettunnel.tunnel.TunnelSettings;
import org.nettunnel.tunnel.providers.Origin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.nettunnel.tunnel.wire.LinkSettings;

/// Offers the tunnel engine to the node; everything it uses may come and go while tunnels are up.
@Component(service = { Tunnels.class, WireAcceptor.class }, configurationPid = "org.nettunnel.tunnel", immediate = true)
@Designate(ocd = TunnelOptions.class)
public final class TunnelComponent extends TunnelService {
    @Activate
    public TunnelComponent(TunnelOptions options) {
        super(settings(options));
    }

    private static TunnelSettings settings(TunnelOptions options) {
        TunnelSettings defaults = TunnelSettings.defaults();
        LinkSettings link = defaults.link();
        return new TunnelSettings(options.loops() == 0 ? defaults.loops() : options.loops(), options.lanes() == 0 ? defaults.lanes() : options.lanes(),
                new LinkSettings(options.max_streams(), link.unanswered(), link.ping(), link.dead(), Duration.ofMinutes(options.half_closed_minutes()),
                        link.drain(), link.contexts(), link.keys()),
                defaults.dialTimeout(), defaults.redial(), Duration.ofSeconds(options.farewell_seconds()));
    }

    @Deactivate
    @Override
    public void close() {
        super.close();
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addSuite(Suite suite, Map<String, Object> properties) {
        providers().addSuite(suite, origin(properties));
    }

    void removeSuite(Suite suite) {
        providers().removeSuite(suite);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addStreamCipher(StreamCipher cipher, Map<String, Object> properties) {
        providers().addStreamCipher(cipher, origin(properties));
    }

    void removeStreamCipher(StreamCipher cipher) {
        providers().removeStreamCipher(cipher);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addCompression(Compression compression, Map<String, Object> properties) {
        providers().addCompression(compression, origin(properties));
    }

    void removeCompression(Compression compression) {
        providers().removeCompression(compression);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addTransport(Transport transport) {
        providers().addTransport(transport);
    }

    void removeTransport(Transport transport) {
        providers().removeTransport(transport);
    }

    @Reference(cardinality = MULTIPLE, policy = DYNAMIC)
    void addListener(TunnelListener listener) {
        providers().addListener(listener);
    }

    void removeListener(TunnelListener listener) {
        providers().removeListener(listener);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setExchange(HybridExchange exchange) {
        providers().exchange(exchange);
    }

    void unsetExchange(HybridExchange exchange) {
        providers().withoutExchange(exchange);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setSchedule(KeySchedule schedule) {
        providers().schedule(schedule);
    }

    void unsetSchedule(KeySchedule schedule) {
        providers().withoutSchedule(schedule);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setSignatures(Signatures signatures) {
        providers().signatures(signatures);
    }

    void unsetSignatures(Signatures signatures) {
        providers().withoutSignatures(signatures);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setIdentity(NodeIdentity identity) {
        providers().identity(identity);
    }

    void unsetIdentity(NodeIdentity identity) {
        providers().withoutIdentity(identity);
    }

    @Reference(cardinality = OPTIONAL, policy = DYNAMIC, policyOption = GREEDY)
    void setAcceptor(StreamAcceptor acceptor) {
        providers().acceptor(acceptor);
    }

    void unsetAcceptor(StreamAcceptor acceptor) {
        providers().withoutAcceptor(acceptor);
    }

    private static Origin origin(Map<String, Object> properties) {
        int rank = properties.get("service.ranking") instanceof Integer given ? given : 0;
        return new Origin(rank, properties.get("service.bundleid") instanceof Long bundle ? bundle : -1);
    }
}
