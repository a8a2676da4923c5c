/** The admin API under /api. */
@NullMarked
package dev.rollcall.console;

import org.jspecify.annotations.NullMarked;
