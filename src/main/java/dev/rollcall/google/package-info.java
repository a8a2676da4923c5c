/** Access to Google's APIs by a service account: keys, tokens, time-outs, back-off, and sentences for what goes wrong. */
@NullMarked
package dev.rollcall.google;

import org.jspecify.annotations.NullMarked;
