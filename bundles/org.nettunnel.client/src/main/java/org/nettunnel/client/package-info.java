/// Talks to the administration of a node from plain Java.
@NullMarked
package org.nettunnel.client;

import org.jspecify.annotations.NullMarked;
