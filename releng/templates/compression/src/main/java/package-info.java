/// The compression @NAME@.
@NullMarked
package @ID@;

import org.jspecify.annotations.NullMarked;
