/** Runs of generated directories through the whole application. */
@NullMarked
package dev.rollcall.sync;

import org.jspecify.annotations.NullMarked;
