package dev.rollcall.delivery;

import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transaction in which a change can be delivered and settled at once, so that both hold or neither.
 *
 * @param template {@code null} where the target has a database of its own: then the delivery is settled after it
 */
public record SharedTransaction(@Nullable TransactionTemplate template) {}
