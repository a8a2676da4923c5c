/** Deliveries over HTTP against stand-ins of the real APIs. */
@NullMarked
package dev.rollcall.targets;

import org.jspecify.annotations.NullMarked;
