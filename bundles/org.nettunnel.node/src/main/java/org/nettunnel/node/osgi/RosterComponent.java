package org.nettunnel.node.osgi;

import java.time.InstantSource;

import org.nettunnel.api.node.Roster;
import org.nettunnel.node.StoredRoster;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers the making and changing of accounts.
@Component(service = {Roster.class, RosterComponent.class})
public final class RosterComponent extends StoredRoster {
    @Activate
    public RosterComponent(@Reference StoreComponent store, @Reference AccountsComponent accounts, @Reference NodeComponent node) {
        super(store.store(), accounts, node.owned()::removeAll, InstantSource.system());
    }
}
