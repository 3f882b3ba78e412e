package @ID@.osgi;

import org.nettunnel.api.compression.Compression;
import org.osgi.service.component.annotations.Component;
import @ID@.@CLASS@Compression;

/// Offers @NAME@ to the node; others are chosen before it.
@Component(service = Compression.class, property = {"name=" + @CLASS@Compression.NAME, "service.ranking:Integer=-20"})
public final class @CLASS@Component extends @CLASS@Compression {}
