/// What the node has and does, as the records that people and programs get.
@NullMarked
package org.nettunnel.admin.views;

import org.jspecify.annotations.NullMarked;
