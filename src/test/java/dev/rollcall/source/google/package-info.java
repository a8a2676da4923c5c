/** Tests of pulls from Google Workspace. */
@NullMarked
package dev.rollcall.source.google;

import org.jspecify.annotations.NullMarked;
