package dev.rollcall.mapping;

import org.jspecify.annotations.Nullable;

/**
 * One name of an attribute path.
 *
 * @param name the attribute or, for an extension, its schema URN
 * @param test which elements count, from the brackets; {@code null} all
 */
record PathStep(String name, @Nullable ElementTest test) {}
