package dev.rollcall.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * The body of every error of the admin API.
 *
 * @param detail a sentence for a person
 * @param problems each problem by itself, where there can be several
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ApiError(
        int status, String error, String detail, @Nullable List<String> problems) {
    static ResponseEntity<ApiError> of(HttpStatus status, String detail) {
        return ResponseEntity.status(status).body(new ApiError(status.value(), status.getReasonPhrase(), detail, null));
    }

    static ResponseEntity<ApiError> of(HttpStatus status, String detail, List<String> problems) {
        return ResponseEntity.status(status)
                .body(new ApiError(status.value(), status.getReasonPhrase(), detail, problems));
    }
}
