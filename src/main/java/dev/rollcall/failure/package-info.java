/** How every room looks for what it knows in the causes of an exception. */
@NullMarked
package dev.rollcall.failure;

import org.jspecify.annotations.NullMarked;
