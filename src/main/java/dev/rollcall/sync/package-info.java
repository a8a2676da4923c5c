/** Runs: pulls of directories and re-mappings of what is stored. A run plans first, is held against the guard, then acts. */
@NullMarked
package dev.rollcall.sync;

import org.jspecify.annotations.NullMarked;
