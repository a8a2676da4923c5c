/** What HTTP targets share: calls through their routes, bodies and rows by templates, ids learnt by name, ownership. */
@NullMarked
package dev.rollcall.delivery.http;

import org.jspecify.annotations.NullMarked;
