/// Reading and writing JSON strictly: what is wrong is said with its line, column and remedy.
@NullMarked
package org.nettunnel.node.json;

import org.jspecify.annotations.NullMarked;
