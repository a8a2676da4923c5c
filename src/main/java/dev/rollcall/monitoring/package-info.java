/** Start-up gate, health and metrics. */
@NullMarked
package dev.rollcall.monitoring;

import org.jspecify.annotations.NullMarked;
