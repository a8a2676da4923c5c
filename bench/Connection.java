import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One keep-alive connection: a request out, a whole answer in. */
final class Connection implements AutoCloseable {
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTION_CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LOCATION = "location:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ONE_RESULT = "\"totalResults\":1".getBytes(StandardCharsets.US_ASCII);

    private final Target target;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private byte[] buffer = new byte[32 * 1024];
    private int filled;
    private int bodyStart;
    private int bodyEnd;
    private int locationEnd;

    Connection(Target target) {
        this.target = target;
    }

    /** Sends the request and reads the answer; opens the connection where the server closed it. */
    int exchange(byte[] request) throws IOException {
        if (socket == null) {
            open();
        }
        try {
            out.write(request);
            return answer();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open() throws IOException {
        Socket opening = new Socket();
        try {
            opening.setTcpNoDelay(true);
            opening.setSoTimeout(60_000);
            opening.connect(new InetSocketAddress(target.host(), target.port()), 5_000);
            in = opening.getInputStream();
            out = opening.getOutputStream();
            socket = opening;
        } catch (IOException e) {
            opening.close();
            throw e;
        }
    }

    private int answer() throws IOException {
        filled = 0;
        int line = 0;
        int length = 0;
        boolean chunked = false;
        boolean closes = false;
        locationEnd = -1;
        while (true) {
            int end = lineEnd(line);
            if (end == line) {
                line += 2;
                break;
            }
            if (starts(line, CONTENT_LENGTH)) {
                length =
                        Integer.parseInt(text(line + CONTENT_LENGTH.length, end).trim());
            } else if (starts(line, TRANSFER_ENCODING)) {
                chunked = true;
            } else if (starts(line, CONNECTION_CLOSE)) {
                closes = true;
            } else if (starts(line, LOCATION)) {
                locationEnd = end;
            }
            line = end + 2;
        }
        int status = (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
        bodyStart = line;
        bodyEnd = line + length;
        if (chunked) {
            chunks();
        } else {
            need(bodyEnd);
        }
        if (closes) {
            close();
        }
        return status;
    }

    /** Moves the chunks together, so that the body lies in one piece. */
    private void chunks() throws IOException {
        int at = bodyStart;
        bodyEnd = bodyStart;
        while (true) {
            int end = lineEnd(at);
            int size = Integer.parseInt(text(at, end).split(";", 2)[0].trim(), 16);
            at = end + 2;
            if (size == 0) {
                for (int last = lineEnd(at); last != at; last = lineEnd(at)) {
                    at = last + 2;
                }
                return;
            }
            need(at + size + 2);
            System.arraycopy(buffer, at, buffer, bodyEnd, size);
            bodyEnd += size;
            at += size + 2;
        }
    }

    /** Where the line that begins at {@code from} ends. */
    private int lineEnd(int from) throws IOException {
        for (int at = from; ; at++) {
            need(at + 2);
            if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
                return at;
            }
        }
    }

    private void need(int count) throws IOException {
        while (filled < count) {
            if (buffer.length < count || buffer.length == filled) {
                buffer = Arrays.copyOf(buffer, Math.max(count, buffer.length * 2));
            }
            int read = in.read(buffer, filled, buffer.length - filled);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            filled += read;
        }
    }

    /** The id at the end of the header Location. */
    byte[] locationId() throws IOException {
        if (locationEnd < 36) {
            throw new IOException("an answer to POST has no Location");
        }
        return Arrays.copyOfRange(buffer, locationEnd - 36, locationEnd);
    }

    /** Whether the list in the body has one result. */
    boolean oneResult() {
        for (int at = bodyStart; at <= bodyEnd - ONE_RESULT.length; at++) {
            if (buffer[at] == '"'
                    && Arrays.equals(buffer, at, at + ONE_RESULT.length, ONE_RESULT, 0, ONE_RESULT.length)) {
                return true;
            }
        }
        return false;
    }

    String body() {
        return text(bodyStart, Math.min(bodyEnd, bodyStart + 300));
    }

    private boolean starts(int at, byte[] lowerCase) {
        for (int i = 0; i < lowerCase.length; i++) {
            int c = buffer[at + i];
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try (Socket closing = socket) {
            socket = null;
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
    }
}
