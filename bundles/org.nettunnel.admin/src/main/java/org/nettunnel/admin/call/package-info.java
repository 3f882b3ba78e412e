/// What every part of admin needs: a call with who makes it, the services it is about, and the words for a refusal.
@NullMarked
package org.nettunnel.admin.call;

import org.jspecify.annotations.NullMarked;
