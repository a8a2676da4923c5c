/** How the packaged jar finds its classes when it starts. */
@NullMarked
package dev.rollcall.launch;

import org.jspecify.annotations.NullMarked;
