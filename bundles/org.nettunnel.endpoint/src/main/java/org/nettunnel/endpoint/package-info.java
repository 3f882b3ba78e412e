/// Decides who may connect from where to what: listeners, dialling, rules and limits.
@NullMarked
package org.nettunnel.endpoint;

import org.jspecify.annotations.NullMarked;
