/// The description of the API for programs: OpenAPI 3.1.
@NullMarked
package org.nettunnel.admin.openapi;

import org.jspecify.annotations.NullMarked;
