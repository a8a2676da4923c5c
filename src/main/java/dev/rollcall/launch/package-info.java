/** What makes a start quick: how the packaged jar finds its classes, and what the JIT compilers leave for later. */
@NullMarked
package dev.rollcall.launch;

import org.jspecify.annotations.NullMarked;
