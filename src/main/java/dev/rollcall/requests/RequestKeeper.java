package dev.rollcall.requests;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Keeps each SCIM request with its answer's status, whoever gave the answer: a route, the gate, the token check. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestKeeper extends OncePerRequestFilter {
    private static final Pattern SCIM = Pattern.compile("/+scim(/.*)?");
    private static final String BEGUN = "rollcall.begun";
    private static final int LONGEST_ERROR = 2_048;
    /** Of a larger body only the size is kept. */
    private static final int LARGEST_BODY = 16 * 1024;

    private static final byte[] NOTHING = {};

    private final RecentRequests requests;

    RequestKeeper(RecentRequests requests) {
        this.requests = requests;
    }

    private record Begun(Instant at, long nanos, Answer answer) {}

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !SCIM.matcher(request.getRequestURI()).matches();
    }

    /** An answer that a route gives from another thread ends in a second dispatch of the request. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Begun begun = request.getAttribute(BEGUN) instanceof Begun before ? before : null;
        HttpServletResponse passed = response;
        if (begun == null) {
            Answer answer = new Answer(response);
            begun = new Begun(Instant.now(), System.nanoTime(), answer);
            request.setAttribute(BEGUN, begun);
            passed = answer;
        }
        try {
            chain.doFilter(request, passed);
        } finally {
            if (!isAsyncStarted(request)) {
                keep(request, begun);
            }
        }
    }

    private void keep(HttpServletRequest request, Begun begun) {
        String source =
                request.getAttribute(RequestAttributes.SOURCE) instanceof String known ? known : RecentRequests.NOBODY;
        byte[] body = request.getAttribute(RequestAttributes.BODY) instanceof byte[] read ? read : NOTHING;
        requests.add(
                source,
                new RecentRequests.Kept(
                        begun.at(),
                        request.getMethod(),
                        shortened(request.getRequestURI()),
                        request.getQueryString(),
                        agent(request),
                        begun.answer().getStatus(),
                        (System.nanoTime() - begun.nanos()) / 1000,
                        body.length <= LARGEST_BODY ? body : null,
                        body.length,
                        begun.answer().error()));
    }

    private static @Nullable String agent(HttpServletRequest request) {
        String agent = request.getHeader("User-Agent");
        return agent == null ? null : shortened(agent);
    }

    private static String shortened(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    /** Keeps the beginning of an error's body, and of nothing else. */
    private static final class Answer extends HttpServletResponseWrapper {
        private @Nullable ByteArrayOutputStream error;
        private @Nullable ServletOutputStream out;

        Answer(HttpServletResponse response) {
            super(response);
        }

        byte @Nullable [] error() {
            return error == null ? null : error.toByteArray();
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            ServletOutputStream known = out;
            if (known == null) {
                known = new Copying(super.getOutputStream());
                out = known;
            }
            return known;
        }

        private void copy(byte[] bytes, int offset, int length) {
            if (getStatus() >= 400) {
                ByteArrayOutputStream into = error;
                if (into == null) {
                    into = new ByteArrayOutputStream(512);
                    error = into;
                }
                into.write(bytes, offset, Math.min(length, LONGEST_ERROR - Math.min(LONGEST_ERROR, into.size())));
            }
        }

        private final class Copying extends ServletOutputStream {
            private final ServletOutputStream to;

            Copying(ServletOutputStream to) {
                this.to = to;
            }

            @Override
            public void write(int b) throws IOException {
                copy(new byte[] {(byte) b}, 0, 1);
                to.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                copy(bytes, offset, length);
                to.write(bytes, offset, length);
            }

            /** Does nothing: the container sends the answer when it is whole, in one piece and with its length. */
            @Override
            public void flush() {}

            @Override
            public void close() throws IOException {
                to.close();
            }

            @Override
            public boolean isReady() {
                return to.isReady();
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                to.setWriteListener(listener);
            }
        }
    }
}
