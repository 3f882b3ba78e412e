/// Orders and their works: what is fetched, checked, installed, taken out and kept.
@NullMarked
package org.nettunnel.provisioning;

import org.jspecify.annotations.NullMarked;
