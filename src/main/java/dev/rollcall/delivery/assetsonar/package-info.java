/** Delivery to AssetSonar and EZO over HTTP: what routes/42-deliver-assetsonar.camel.yaml cannot say in YAML. */
@NullMarked
package dev.rollcall.delivery.assetsonar;

import org.jspecify.annotations.NullMarked;
