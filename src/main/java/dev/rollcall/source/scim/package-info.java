/** SCIM 2.0 on the wire: reads RFC 7643/7644 messages into intents, writes answers. */
@NullMarked
package dev.rollcall.source.scim;

import org.jspecify.annotations.NullMarked;
