/** Brings recorded changes to the asset system: in the request when possible, from the queue otherwise. */
@NullMarked
package dev.rollcall.delivery;

import org.jspecify.annotations.NullMarked;
