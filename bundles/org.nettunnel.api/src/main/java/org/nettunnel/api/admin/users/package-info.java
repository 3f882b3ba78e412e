/// Users, their rights and tokens, as they travel as JSON.
@NullMarked
package org.nettunnel.api.admin.users;

import org.jspecify.annotations.NullMarked;
