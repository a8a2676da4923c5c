/** Who may call: bearer tokens of sources, users of the admin API, the filter chains. */
@NullMarked
package dev.rollcall.security;

import org.jspecify.annotations.NullMarked;
