package dev.rollcall.delivery.http;

import dev.rollcall.delivery.RateLimit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.stereotype.Component;

/**
 * One request, one answer: the HTTP client repeats nothing by itself (it would repeat a POST after 429 and 503, and reads
 * that broke off), keeps no cookies, follows no redirects and waits for no answer without end. When to come back is the queue's business. A request whose
 * claim ran out while the process was stopped does not leave.
 */
@Component("plainHttp")
public class PlainHttp implements HttpClientConfigurer {
    private final RateLimit limit;

    PlainHttp(RateLimit limit) {
        this.limit = limit;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries()
                .disableCookieManagement()
                .disableRedirectHandling()
                .addExecInterceptorFirst("whole-answers", new WholeAnswers())
                .addRequestInterceptorLast((request, entity, context) -> limit.checkClaim());
    }
}
