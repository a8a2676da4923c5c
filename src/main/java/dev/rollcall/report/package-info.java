/** The digest: tells people by mail what waits for them, and only when something does. */
@NullMarked
package dev.rollcall.report;

import org.jspecify.annotations.NullMarked;
