/** What operators watch: health, metrics, Hawtio and Jolokia; and the gate before {@code /scim} while Rollcall starts. */
@NullMarked
package dev.rollcall.monitoring;

import org.jspecify.annotations.NullMarked;
