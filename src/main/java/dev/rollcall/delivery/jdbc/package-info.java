/** The JDBC target: its data source, its own schema, and what its route cannot say in YAML. */
@NullMarked
package dev.rollcall.delivery.jdbc;

import org.jspecify.annotations.NullMarked;
