package @ID@.osgi;

import org.nettunnel.api.crypto.Suite;
import org.osgi.service.component.annotations.Component;
import @ID@.@CLASS@Suite;

/// Offers @NAME@ to the node; others are chosen before it.
@Component(service = Suite.class, property = {"name=" + @CLASS@Suite.NAME, "service.ranking:Integer=10"})
public final class @CLASS@Component extends @CLASS@Suite {}
