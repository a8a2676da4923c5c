package dev.rollcall.report;

import java.time.Instant;

/**
 * One matter that waits for a person, fit to be mailed: of people, it has names alone, and never a value that they have.
 *
 * @param name whom or what it is about
 * @param what what happened, in a few words
 * @param at when
 */
public record Concern(String name, String what, Instant at) {}
