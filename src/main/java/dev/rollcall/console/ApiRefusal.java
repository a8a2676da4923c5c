package dev.rollcall.console;

import java.util.List;
import org.springframework.http.HttpStatus;

/** A call that cannot be done as asked; {@link ApiErrors} makes the answer. */
final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;
    private final transient List<String> problems;

    private ApiRefusal(HttpStatus status, String detail) {
        this(status, detail, List.of(detail));
    }

    private ApiRefusal(HttpStatus status, String detail, List<String> problems) {
        super(detail);
        this.status = status;
        this.problems = problems;
    }

    static ApiRefusal notFound(String detail) {
        return new ApiRefusal(HttpStatus.NOT_FOUND, detail);
    }

    static ApiRefusal badRequest(String detail) {
        return new ApiRefusal(HttpStatus.BAD_REQUEST, detail);
    }

    /** Several things are wrong; {@code opening} says with what. */
    static ApiRefusal badRequest(String opening, List<String> problems) {
        return new ApiRefusal(HttpStatus.BAD_REQUEST, opening + String.join(" ", problems), problems);
    }

    static ApiRefusal conflict(String detail) {
        return new ApiRefusal(HttpStatus.CONFLICT, detail);
    }

    static ApiRefusal tooLarge(String detail) {
        return new ApiRefusal(HttpStatus.PAYLOAD_TOO_LARGE, detail);
    }

    HttpStatus status() {
        return status;
    }

    /** What is wrong, each by itself; the whole sentence where it is one thing. */
    List<String> problems() {
        return problems;
    }
}
