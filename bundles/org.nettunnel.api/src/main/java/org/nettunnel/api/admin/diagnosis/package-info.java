/// Why a tunnel or a stream is slow, as people and programs ask for it.
@NullMarked
package org.nettunnel.api.admin.diagnosis;

import org.jspecify.annotations.NullMarked;
