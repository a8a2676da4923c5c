/** Sources and the records that users arrive in. */
@NullMarked
package dev.rollcall.source;

import org.jspecify.annotations.NullMarked;
