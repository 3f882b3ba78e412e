/// The cipher suite @NAME@.
@NullMarked
package @ID@;

import org.jspecify.annotations.NullMarked;
