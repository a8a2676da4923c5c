package dev.rollcall.delivery.http;

import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.springframework.stereotype.Component;

/** Collects the answers of a {@code split} over changes into the list that a delivery route answers. */
@Component("deliveryAnswers")
public class DeliveryAnswers extends GroupedBodyAggregationStrategy {}
