/** Sign-in to the console by an OpenID provider: the way there and back, who came, and how long that holds. */
@NullMarked
package dev.rollcall.security.oidc;

import org.jspecify.annotations.NullMarked;
