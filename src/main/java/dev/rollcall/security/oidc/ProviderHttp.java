package dev.rollcall.security.oidc;

import dev.rollcall.settings.SafeUrls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** How the provider is called: by https, or on this machine; without following it elsewhere; for seconds only. */
final class ProviderHttp implements ClientHttpRequestFactory {
    private static final Duration TIME_OUT = Duration.ofSeconds(3);

    /** Made with the first call: without a provider there is no client, and no thread of one. */
    private static final class Client {
        static final JdkClientHttpRequestFactory HTTP = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIME_OUT)
                .build());

        static {
            HTTP.setReadTimeout(TIME_OUT);
        }
    }

    @Override
    public ClientHttpRequest createRequest(URI address, HttpMethod method) throws IOException {
        if (!SafeUrls.isSafe(address.toString())) {
            throw new IOException("The provider names an address that is not https");
        }
        ClientHttpRequest request = Client.HTTP.createRequest(address, method);
        request.getHeaders().set(HttpHeaders.USER_AGENT, "Rollcall");
        return request;
    }

    /** For the provider's documents and keys. */
    RestTemplate forDocuments() {
        return new RestTemplate(this);
    }

    /** For what it says of a person. */
    RestTemplate forUsers() {
        RestTemplate users = new RestTemplate(this);
        users.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        return users;
    }

    /** For exchanging a code for tokens. */
    RestClient forTokens() {
        return RestClient.builder()
                .requestFactory(this)
                .messageConverters(converters -> {
                    converters.clear();
                    converters.add(new FormHttpMessageConverter());
                    converters.add(new OAuth2AccessTokenResponseHttpMessageConverter());
                })
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }
}
