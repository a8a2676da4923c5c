/** Tests of the queue and of what replicas share. */
@NullMarked
package dev.rollcall.delivery;

import org.jspecify.annotations.NullMarked;
