@NullMarked
package dev.rollcall.source.ldap;

import org.jspecify.annotations.NullMarked;
