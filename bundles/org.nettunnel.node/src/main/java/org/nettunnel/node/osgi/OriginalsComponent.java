package org.nettunnel.node.osgi;

import org.nettunnel.api.node.Originals;
import org.nettunnel.node.original.OriginalFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Offers to take over the files of the original.
@Component(service = Originals.class)
public final class OriginalsComponent extends OriginalFiles {
    @Activate
    public OriginalsComponent(@Reference NodeComponent node, @Reference RosterComponent roster) {
        super(node, roster);
    }
}
