package org.nettunnel.crypto.jdk.osgi;

import org.nettunnel.api.crypto.KeySchedule;
import org.nettunnel.crypto.jdk.JdkKeySchedule;
import org.osgi.service.component.annotations.Component;

/// Offers key derivation to the node.
@Component(service = KeySchedule.class, property = "service.ranking:Integer=100")
public final class KeyScheduleComponent extends JdkKeySchedule {}
