package org.nettunnel.compression.lz4.osgi;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.compression.lz4.Lz4Compression;
import org.osgi.service.component.annotations.Component;

/// Offers lz4 to the node.
@Component(service = Compression.class, property = { "name=" + Lz4Compression.NAME, "service.ranking:Integer=-100" })
public final class Lz4Component extends Lz4Compression {}
