/** Routes that come and go with the settings, made of the templates in {@code routes/}. */
@NullMarked
package dev.rollcall.routing;

import org.jspecify.annotations.NullMarked;
