package dev.rollcall.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.tomcat.util.http.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.util.WebUtils;

/** A request whose body was read already, and with it the parameters of a form. */
public final class ReadRequest extends HttpServletRequestWrapper {
    private static final byte[] NOTHING = {};
    private static final int MOST_PARAMETERS = 10_000;

    private final byte[] body;
    private final @Nullable Map<String, String[]> parameters;
    private volatile boolean passing = true;

    ReadRequest(HttpServletRequest request, byte[] body) {
        super(request);
        this.body = body;
        this.parameters = isForm(request) ? parameters(request, body) : null;
    }

    /** The whole body of a request. */
    public static byte[] body(HttpServletRequest request) {
        ReadRequest read = WebUtils.getNativeRequest(request, ReadRequest.class);
        return read == null ? NOTHING : read.body;
    }

    /** The admin API takes no forms: what curl calls one there, without being told otherwise, is JSON. */
    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)
                && !request.getRequestURI().startsWith("/api/");
    }

    /** Of the address first, then of the form. */
    private static Map<String, String[]> parameters(HttpServletRequest request, byte[] body) {
        Map<String, String[]> all = new LinkedHashMap<>(request.getParameterMap());
        Parameters form = new Parameters();
        form.setLimit(MOST_PARAMETERS);
        form.setCharset(StandardCharsets.UTF_8);
        form.processParameters(body, 0, body.length);
        for (String name : Collections.list(form.getParameterNames())) {
            all.merge(
                    name,
                    form.getParameterValues(name),
                    (of, more) -> Stream.of(of, more).flatMap(Stream::of).toArray(String[]::new));
        }
        return Collections.unmodifiableMap(all);
    }

    /** The chain has ended: what comes now is an answer that somebody else gives, as the container says. */
    void passed() {
        passing = false;
    }

    /** A request that waited for its body passes the chain for the first time, whatever the container calls that. */
    @Override
    public DispatcherType getDispatcherType() {
        DispatcherType type = super.getDispatcherType();
        return passing && type == DispatcherType.ASYNC ? DispatcherType.REQUEST : type;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Content(body);
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters == null ? super.getParameterMap() : parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return getParameterMap().get(name);
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    private static final class Content extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Content(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return bytes.read(into, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is read already");
        }
    }
}
