/** A whole Rollcall for tests, and a plain way to talk to it. */
@NullMarked
package dev.rollcall.bench;

import org.jspecify.annotations.NullMarked;
