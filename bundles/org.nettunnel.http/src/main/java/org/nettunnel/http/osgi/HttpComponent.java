package org.nettunnel.http.osgi;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

import org.nettunnel.api.crypto.Certificates;
import org.nettunnel.api.node.Directories;
import org.nettunnel.api.node.OwnPorts;
import org.nettunnel.api.transport.SocketAcceptor;
import org.nettunnel.http.DoorSettings;
import org.nettunnel.http.FrontDoor;
import org.nettunnel.http.JettyFrontDoor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/// Opens the node's port once the node has said how.
@Component(service = {FrontDoor.class, OwnPorts.class}, immediate = true, configurationPid = "org.nettunnel.http", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HttpOptions.class)
public final class HttpComponent extends JettyFrontDoor implements OwnPorts {
    @Activate
    public HttpComponent(@Reference Certificates certificates, @Reference Directories directories, HttpOptions options) throws IOException {
        super(settings(options), certificates, directories.data());
    }

    @Override
    @Reference(name = "SocketAcceptor", cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "remove")
    public void add(SocketAcceptor acceptor) {
        super.add(acceptor);
    }

    @Override
    public void remove(SocketAcceptor acceptor) {
        super.remove(acceptor);
    }

    @Override
    public Set<Integer> ports() {
        return super.ports();
    }

    @Deactivate
    @Override
    public void close() {
        super.close();
    }

    private static DoorSettings settings(HttpOptions options) {
        var limits = new DoorSettings.Limits(options.connections(), options.connections_per_address(), options.accepts_per_second(),
                options.accept_burst(), Duration.ofSeconds(options.header_deadline_seconds()), Duration.ofSeconds(options.idle_timeout_seconds()));
        return new DoorSettings(options.bind(), options.port(), DoorSettings.PemPair.of(options.certificate(), options.key()), limits,
                DoorSettings.Place.of(options.admin_listen()));
    }
}
