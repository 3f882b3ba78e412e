package org.nettunnel.compression.zstd.osgi;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.compression.zstd.ZstdCompression;
import org.osgi.service.component.annotations.Component;

/// Offers zstd to the node.
@Component(service = Compression.class, property = { "name=" + ZstdCompression.NAME, "service.ranking:Integer=100" })
public final class ZstdComponent extends ZstdCompression {}
