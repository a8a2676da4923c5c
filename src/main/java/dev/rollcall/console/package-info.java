/** What people see and call: the console's pages, and the admin API under {@code /api}. */
@NullMarked
package dev.rollcall.console;

import org.jspecify.annotations.NullMarked;
