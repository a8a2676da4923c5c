/** Tests of the digest. */
@NullMarked
package dev.rollcall.report;

import org.jspecify.annotations.NullMarked;
