package dev.rollcall.console;

import dev.rollcall.console.forecast.ForecastBusy;
import dev.rollcall.security.ConsoleUserRefused;
import dev.rollcall.security.TokenRefused;
import dev.rollcall.settings.SettingsRefused;
import dev.rollcall.sync.RunRefused;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The one place in which exceptions become errors of the admin API. Messages of libraries are not repeated to callers. */
@RestControllerAdvice(annotations = RestController.class)
final class ApiErrors {
    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    @ExceptionHandler
    ResponseEntity<ApiError> refused(ApiRefusal e) {
        String detail = String.valueOf(e.getMessage());
        return e.problems().equals(List.of(detail))
                ? ApiError.of(e.status(), detail)
                : ApiError.of(e.status(), detail, e.problems());
    }

    @ExceptionHandler
    ResponseEntity<ApiError> settings(SettingsRefused e) {
        return ApiError.of(status(e), String.valueOf(e.getMessage()), e.problems());
    }

    static HttpStatus status(SettingsRefused e) {
        return switch (e.kind()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case CLOSED -> HttpStatus.CONFLICT;
            case OVERTAKEN -> HttpStatus.PRECONDITION_FAILED;
        };
    }

    @ExceptionHandler
    ResponseEntity<ApiError> token(TokenRefused e) {
        return ApiError.of(HttpStatus.CONFLICT, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> user(ConsoleUserRefused e) {
        return ApiError.of(status(e), String.valueOf(e.getMessage()));
    }

    static HttpStatus status(ConsoleUserRefused e) {
        return switch (e.kind()) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case UNKNOWN -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
        };
    }

    @ExceptionHandler
    ResponseEntity<ApiError> busy(ForecastBusy e) {
        return ApiError.of(HttpStatus.TOO_MANY_REQUESTS, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> run(RunRefused e) {
        return ApiError.of(
                e.isConflict() ? HttpStatus.CONFLICT : HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> unreadable(HttpMessageNotReadableException e) {
        return ApiError.of(HttpStatus.BAD_REQUEST, ApiBodies.sentence(e.getCause()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> parameter(MethodArgumentTypeMismatchException e) {
        return ApiError.of(
                HttpStatus.BAD_REQUEST, "The parameter '" + e.getName() + "' has a value of the wrong kind.");
    }

    @ExceptionHandler
    ResponseEntity<ApiError> missing(MissingServletRequestParameterException e) {
        return ApiError.of(HttpStatus.BAD_REQUEST, "The parameter '" + e.getParameterName() + "' is missing. Give it.");
    }

    @ExceptionHandler
    ResponseEntity<ApiError> value(DataIntegrityViolationException e) {
        return BadValues.isOne(e) ? ApiError.of(HttpStatus.BAD_REQUEST, BadValues.SENTENCE) : database(e);
    }

    @ExceptionHandler
    ResponseEntity<ApiError> database(DataAccessException e) {
        LOG.error(
                "The database did not answer a call of the admin API: {}",
                e.getClass().getSimpleName());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header("Retry-After", "10")
                .body(new ApiError(503, "Service Unavailable", "The database does not answer. Try again later.", null));
    }
}
