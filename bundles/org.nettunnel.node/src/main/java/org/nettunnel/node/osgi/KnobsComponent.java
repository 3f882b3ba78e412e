package org.nettunnel.node.osgi;

import org.nettunnel.api.node.Knobs;
import org.nettunnel.node.settings.StoredKnobs;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers the settings of this node.
@Component(service = Knobs.class, immediate = true)
public final class KnobsComponent extends StoredKnobs {
    @Activate
    public KnobsComponent(@Reference StoreComponent store) {
        super(store.store(), store.opening().config(), System::getProperty, SettingsFeed::setLevel);
    }
}
