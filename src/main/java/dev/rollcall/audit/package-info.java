/** Who changed what: an append-only record for people who must answer that question later. */
@NullMarked
package dev.rollcall.audit;

import org.jspecify.annotations.NullMarked;
