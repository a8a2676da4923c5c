/** From a source record to a member, or to the problems that prevent one. Pure: no I/O, no clock. */
@NullMarked
package dev.rollcall.mapping;

import org.jspecify.annotations.NullMarked;
