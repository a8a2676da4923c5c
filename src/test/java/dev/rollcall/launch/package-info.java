/** How the packaged jar finds its classes. */
@NullMarked
package dev.rollcall.launch;

import org.jspecify.annotations.NullMarked;
