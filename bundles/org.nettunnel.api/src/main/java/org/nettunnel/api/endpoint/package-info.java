/// Endpoints: who may connect from where to what.
@NullMarked
package org.nettunnel.api.endpoint;

import org.jspecify.annotations.NullMarked;
