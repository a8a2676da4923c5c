/** The application itself; every feature has a package of its own below. */
@NullMarked
package dev.rollcall;

import org.jspecify.annotations.NullMarked;
