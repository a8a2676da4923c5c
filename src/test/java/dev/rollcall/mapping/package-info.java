/** Stories and properties of the mapping. */
@NullMarked
package dev.rollcall.mapping;

import org.jspecify.annotations.NullMarked;
