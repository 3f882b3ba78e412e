package org.nettunnel.node.osgi;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.nettunnel.api.node.Audit;
import org.nettunnel.api.node.Trials;
import org.nettunnel.node.TunnelTrials;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Offers changes of tunnels that take themselves back; at once, since one that the last start left is to be told.
@Component(service = Trials.class, immediate = true)
public final class TrialsComponent extends TunnelTrials {
    @Activate
    public TrialsComponent(@Reference NodeComponent node, @Reference Audit audit) {
        super(node, audit, InstantSource.system(),
                (delay, act) -> CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread).execute(act));
    }

    @Deactivate
    @Override
    public void close() {
        super.close();
    }
}
