/// NASCCL, the cipher of the original NetTunnel, in both its generations: legacy, and never alone by default.
@NullMarked
package org.nettunnel.crypto.nasccl;

import org.jspecify.annotations.NullMarked;
