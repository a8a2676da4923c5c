@NullMarked
package dev.rollcall.member;

import org.jspecify.annotations.NullMarked;
