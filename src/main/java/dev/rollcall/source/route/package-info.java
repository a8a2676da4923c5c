/** Sources of kind {@code route}: users that the integration team's own route reads, such as rows of a personnel database. */
@NullMarked
package dev.rollcall.source.route;

import org.jspecify.annotations.NullMarked;
