/** Stories about whole users, told over HTTP to a running Rollcall and checked in the asset system's tables. */
@NullMarked
package dev.rollcall.stories;

import org.jspecify.annotations.NullMarked;
