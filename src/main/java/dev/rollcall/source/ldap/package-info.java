/** Reads users from LDAP servers and Active Directory, page by page. */
@NullMarked
package dev.rollcall.source.ldap;

import org.jspecify.annotations.NullMarked;
