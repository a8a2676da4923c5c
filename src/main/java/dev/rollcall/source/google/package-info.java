/** Users of Google Workspace: pages of the Directory API, and how its users read. */
@NullMarked
package dev.rollcall.source.google;

import org.jspecify.annotations.NullMarked;
