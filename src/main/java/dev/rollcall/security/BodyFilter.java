package dev.rollcall.security;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads each request's body, at most 1 MiB of it, before anybody looks at the request. Most bodies are there already. No thread
 * waits for one that comes slowly: the container calls back when more of it is there, and the request passes the chain once
 * it is whole. So who sends half a body and waits takes up a connection, and nothing else.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class BodyFilter extends OncePerRequestFilter {
    private static final String ARRIVED = BodyFilter.class.getName() + ".arrived";

    private final Duration patience;
    private final Semaphore room;

    @Autowired
    BodyFilter() {
        this(Duration.ofSeconds(30), 32 << 10);
    }

    /** Takes how long a body may take to come, and how many KiB all slow bodies together may, beside the first few of each. */
    BodyFilter(Duration patience, int roomKib) {
        this.patience = patience;
        this.room = new Semaphore(roomKib);
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(ARRIVED) instanceof Body arrived) {
            request.removeAttribute(ARRIVED);
            pass(arrived, request, response, chain);
        } else if (isAsyncDispatch(request)) {
            chain.doFilter(request, response);
        } else {
            long length = length(request);
            Body body = new Body(length);
            ServletInputStream in = request.getInputStream();
            // Half a chunk's length is "available", too, and reading it would wait for the other half.
            while (length >= 0 && body.state() == Body.State.COMING && in.available() > 0) {
                body.readFrom(in);
            }
            if (body.state() == Body.State.COMING) {
                passLater(body, in, request, response);
            } else {
                pass(body, request, response, chain);
            }
        }
    }

    /** How long the body is; negative: that is not said beforehand. */
    private static long length(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
                ? -1
                : Math.max(0, request.getContentLengthLong());
    }

    private void passLater(Body body, ServletInputStream in, HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(patience.toMillis());
        SlowBody slow = new SlowBody(body, in, room, () -> {
            request.setAttribute(ARRIVED, body);
            async.dispatch();
        });
        async.addListener(slow);
        in.setReadListener(slow);
    }

    private static void pass(Body body, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (body.state()) {
            case TOO_LARGE -> refuse(request, response, 413);
            case LATE -> refuse(request, response, 408);
            case NO_ROOM -> {
                response.setHeader(HttpHeaders.RETRY_AFTER, "5");
                refuse(request, response, 503);
            }
            default -> {
                ReadRequest read = new ReadRequest(request, body.bytes());
                try {
                    chain.doFilter(read, response);
                } finally {
                    read.passed();
                }
            }
        }
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, int status)
            throws IOException {
        response.setHeader(HttpHeaders.CONNECTION, "close");
        response.sendError(status);
        UnreadBodies.leave(request);
    }
}
