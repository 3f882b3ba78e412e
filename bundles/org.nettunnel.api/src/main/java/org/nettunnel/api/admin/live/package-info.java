/// What happens in a node as it happens: events, rates, the log, and how it went in the last hour.
@NullMarked
package org.nettunnel.api.admin.live;

import org.jspecify.annotations.NullMarked;
