/** What a change of settings would do to the members that are stored, before it is made. */
@NullMarked
package dev.rollcall.console.forecast;

import org.jspecify.annotations.NullMarked;
