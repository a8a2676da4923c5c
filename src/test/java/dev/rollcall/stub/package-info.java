/** Stand-ins for the APIs of asset systems, with the behaviour that was measured and with faults to switch on. */
@NullMarked
package dev.rollcall.stub;

import org.jspecify.annotations.NullMarked;
