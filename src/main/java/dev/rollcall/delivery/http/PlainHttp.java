package dev.rollcall.delivery.http;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.stereotype.Component;

/**
 * One request, one answer: the HTTP client repeats nothing by itself (it would repeat a POST after 429 and 503, and reads
 * that broke off), keeps no cookies and follows no redirects. When to come back is the queue's business.
 */
@Component("plainHttp")
public class PlainHttp implements HttpClientConfigurer {
    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.disableAutomaticRetries().disableCookieManagement().disableRedirectHandling();
    }
}
