/** Delivery to Snipe-IT over HTTP: what routes/43-deliver-snipe-it.camel.yaml cannot say in YAML. */
@NullMarked
package dev.rollcall.delivery.snipeit;

import org.jspecify.annotations.NullMarked;
