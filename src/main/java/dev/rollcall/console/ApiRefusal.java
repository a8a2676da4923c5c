package dev.rollcall.console;

import org.springframework.http.HttpStatus;

/** A call that cannot be done as asked; {@link ApiErrors} makes the answer. */
final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;

    private ApiRefusal(HttpStatus status, String detail) {
        super(detail);
        this.status = status;
    }

    static ApiRefusal notFound(String detail) {
        return new ApiRefusal(HttpStatus.NOT_FOUND, detail);
    }

    static ApiRefusal badRequest(String detail) {
        return new ApiRefusal(HttpStatus.BAD_REQUEST, detail);
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
}
