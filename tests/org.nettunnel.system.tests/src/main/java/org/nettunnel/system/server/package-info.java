/// Real servers of the system, each with throw-away files on a free loopback port, and misbehaving ones of our own.
@NullMarked
package org.nettunnel.system.server;

import org.jspecify.annotations.NullMarked;
