/** Long trials of the queue against an asset system that fails in every way, with a ledger of all calls and an independent check. */
@NullMarked
package dev.rollcall.trials;

import org.jspecify.annotations.NullMarked;
