/** What the audit record keeps, and what it leaves out. */
@NullMarked
package dev.rollcall.audit;

import org.jspecify.annotations.NullMarked;
