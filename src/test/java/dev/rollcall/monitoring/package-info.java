/** What operators watch Rollcall with, and what they may not do with it. */
@NullMarked
package dev.rollcall.monitoring;

import org.jspecify.annotations.NullMarked;
