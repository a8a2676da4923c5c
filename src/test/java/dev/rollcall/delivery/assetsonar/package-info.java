/** How AssetSonar's answers are read. */
@NullMarked
package dev.rollcall.delivery.assetsonar;

import org.jspecify.annotations.NullMarked;
