package org.nettunnel.node.osgi;

import java.time.InstantSource;

import org.nettunnel.api.node.Tokens;
import org.nettunnel.node.StoredTokens;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers the personal access tokens.
@Component(service = Tokens.class)
public final class TokensComponent extends StoredTokens {
    @Activate
    public TokensComponent(@Reference StoreComponent store) {
        super(store.store(), InstantSource.system());
    }
}
