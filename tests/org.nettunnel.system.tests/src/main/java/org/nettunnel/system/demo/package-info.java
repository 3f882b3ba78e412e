/// What `./dev demo` and `./dev pair` show.
@NullMarked
package org.nettunnel.system.demo;

import org.jspecify.annotations.NullMarked;
