/// The only package that knows p2: its planner, and the doors that are shut to it.
@NullMarked
package org.nettunnel.provisioning.p2;

import org.jspecify.annotations.NullMarked;
