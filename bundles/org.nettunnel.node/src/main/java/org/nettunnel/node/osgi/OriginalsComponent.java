package org.nettunnel.node.osgi;

import org.jspecify.annotations.Nullable;
import org.nettunnel.api.node.Originals;
import org.nettunnel.api.node.Roster;
import org.nettunnel.node.original.OriginalFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;

/// Offers to take over the files of the original.
@Component(service = Originals.class)
public final class OriginalsComponent extends OriginalFiles {
    @Activate
    public OriginalsComponent(@Reference NodeComponent node, @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable Roster roster) {
        super(node, () -> roster);
    }
}
