/** A stand-in for Google's token service, Directory API and Gmail API, for tests. */
@NullMarked
package dev.rollcall.google;

import org.jspecify.annotations.NullMarked;
