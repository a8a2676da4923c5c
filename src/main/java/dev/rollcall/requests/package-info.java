/** The last SCIM requests of each source, kept in memory for people who want to see what an identity provider sends. */
@NullMarked
package dev.rollcall.requests;

import org.jspecify.annotations.NullMarked;
