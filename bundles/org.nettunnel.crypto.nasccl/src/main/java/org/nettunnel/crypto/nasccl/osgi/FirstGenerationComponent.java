package org.nettunnel.crypto.nasccl.osgi;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;

import org.nettunnel.api.crypto.StreamCipher;
import org.nettunnel.api.node.Directories;
import org.nettunnel.crypto.nasccl.FirstGeneration;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Offers NASCCL's first generation to the node where its table is there.
@Component(immediate = true, service = {})
public final class FirstGenerationComponent {
    private final Optional<ServiceRegistration<StreamCipher>> registration;

    @Activate
    public FirstGenerationComponent(BundleContext context, @Reference Directories directories) {
        registration = FirstGeneration.of(directories.config()).map(cipher -> context.registerService(StreamCipher.class, cipher, properties()));
    }

    private static Dictionary<String, Object> properties() {
        var properties = new Hashtable<String, Object>();
        properties.put("name", FirstGeneration.NAME);
        properties.put(Constants.SERVICE_RANKING, 10);
        return properties;
    }

    @Deactivate
    public void close() {
        registration.ifPresent(ServiceRegistration::unregister);
    }
}
