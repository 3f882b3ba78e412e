/// The operations of the admin API with their request and response records, shared by server and client.
@NullMarked
package org.nettunnel.api.admin;

import org.jspecify.annotations.NullMarked;
