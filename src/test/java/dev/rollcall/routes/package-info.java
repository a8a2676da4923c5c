/** Tests of the shipped route files, and of what a client could do to routes from outside. */
@NullMarked
package dev.rollcall.routes;

import org.jspecify.annotations.NullMarked;
