/** Rollcall's own database: what H2 and PostgreSQL need to be told, migrations, and why a start on one fails. */
@NullMarked
package dev.rollcall.database;

import org.jspecify.annotations.NullMarked;
