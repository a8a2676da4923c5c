/** The effective settings: the base from application.yaml merged with overrides from the database. */
@NullMarked
package dev.rollcall.settings;

import org.jspecify.annotations.NullMarked;
