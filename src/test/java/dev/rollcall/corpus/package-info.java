/** Runs the scenarios of src/test/resources/corpus: what identity providers send, step by step. */
@NullMarked
package dev.rollcall.corpus;

import org.jspecify.annotations.NullMarked;
