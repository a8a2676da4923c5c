package dev.rollcall.delivery.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Reads an answer to its end before anybody looks at it. The time-outs of a route are for one piece of an answer: a server
 * that sends a byte now and then, or never comes to an end, would hold a worker for ever, and closing such an answer would
 * read on, so the connection is thrown away.
 */
final class WholeAnswers implements ExecChainHandler {
    /** More than any page of members has. */
    static final int LARGEST = 16 << 20;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** An answer that has no end, or not in time. */
    static final class AnswerWithoutEnd extends IOException {
        private static final long serialVersionUID = 1;

        AnswerWithoutEnd() {
            super("The answer has no end");
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return response;
        }
        try {
            byte[] bytes = read(entity.getContent());
            ContentType type = ContentType.parseLenient(entity.getContentType());
            response.setEntity(new ByteArrayEntity(bytes, type, entity.getContentEncoding()));
            return response;
        } catch (IOException | RuntimeException e) {
            scope.execRuntime.discardEndpoint();
            throw e;
        }
    }

    private static byte[] read(InputStream content) throws IOException {
        long until = System.nanoTime() + LONGEST.toNanos();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
            read.write(piece, 0, length);
            if (read.size() > LARGEST || System.nanoTime() - until > 0) {
                throw new AnswerWithoutEnd();
            }
        }
        content.close();
        return read.toByteArray();
    }
}
