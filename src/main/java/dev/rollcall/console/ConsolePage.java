package dev.rollcall.console;

/**
 * A controller of the console's pages; {@link PageModel} and {@link PageErrors} serve all of these. A type and no annotation,
 * since Spring asks for it at every request, those of the SCIM interface too.
 */
interface ConsolePage {}
