/** The console in a real browser. */
@NullMarked
package dev.rollcall.browser;

import org.jspecify.annotations.NullMarked;
