/** The words of the asset system: members, their fields, origins, problems. Depends on nothing. */
@NullMarked
package dev.rollcall.member;

import org.jspecify.annotations.NullMarked;
