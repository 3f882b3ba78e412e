/// What the product must do for real programs, asked of product processes.
@NullMarked
package org.nettunnel.system;

import org.jspecify.annotations.NullMarked;
