/// The only package that knows p2: planner, engine, configurator, and the doors that are shut to them.
@NullMarked
package org.nettunnel.provisioning.p2;

import org.jspecify.annotations.NullMarked;
