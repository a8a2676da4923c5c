/** The pipeline: plans what a record changes, checks it, and records it in one transaction. */
@NullMarked
package dev.rollcall.provisioning;

import org.jspecify.annotations.NullMarked;
