/// Nodes in frameworks of this JVM, where a test can stop and start single bundles of them.
@NullMarked
package org.nettunnel.system.framework;

import org.jspecify.annotations.NullMarked;
