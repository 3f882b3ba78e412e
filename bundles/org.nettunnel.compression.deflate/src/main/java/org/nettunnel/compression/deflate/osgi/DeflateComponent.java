package org.nettunnel.compression.deflate.osgi;

import org.nettunnel.api.compression.Compression;
import org.nettunnel.compression.deflate.DeflateCompression;
import org.osgi.service.component.annotations.Component;

/// Offers deflate to the node.
@Component(service = Compression.class, property = "name=" + DeflateCompression.NAME)
public final class DeflateComponent extends DeflateCompression {}
