package dev.rollcall.console;

import dev.rollcall.console.forecast.ForecastBusy;
import dev.rollcall.security.ConsoleUserRefused;
import dev.rollcall.security.TokenRefused;
import dev.rollcall.settings.SettingsRefused;
import dev.rollcall.sync.RunRefused;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** The one place in which exceptions become pages, or parts of a page where a script asked for one. */
@ControllerAdvice(assignableTypes = ConsolePage.class)
final class PageErrors {
    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    @ExceptionHandler
    ModelAndView refused(ApiRefusal e, HttpServletRequest request) {
        return page(request, e.status(), e.problems());
    }

    @ExceptionHandler
    ModelAndView settings(SettingsRefused e, HttpServletRequest request) {
        return page(request, ApiErrors.status(e), e.problems());
    }

    @ExceptionHandler
    ModelAndView user(ConsoleUserRefused e, HttpServletRequest request) {
        return page(request, ApiErrors.status(e), List.of(String.valueOf(e.getMessage())));
    }

    @ExceptionHandler({TokenRefused.class, ForecastBusy.class, RunRefused.class})
    ModelAndView refusedForNow(RuntimeException e, HttpServletRequest request) {
        return page(request, HttpStatus.CONFLICT, List.of(String.valueOf(e.getMessage())));
    }

    @ExceptionHandler({MethodArgumentTypeMismatchException.class, MissingServletRequestParameterException.class})
    ModelAndView parameter(Exception e, HttpServletRequest request) {
        return page(request, HttpStatus.BAD_REQUEST, List.of("A value of the form or the address is not of its kind."));
    }

    @ExceptionHandler
    ModelAndView value(DataIntegrityViolationException e, HttpServletRequest request) {
        return BadValues.isOne(e)
                ? page(request, HttpStatus.BAD_REQUEST, List.of(BadValues.SENTENCE))
                : database(e, request);
    }

    @ExceptionHandler
    ModelAndView database(DataAccessException e, HttpServletRequest request) {
        LOG.error("The database did not answer a page: {}", e.getClass().getSimpleName());
        return page(
                request,
                HttpStatus.SERVICE_UNAVAILABLE,
                List.of("The database does not answer. Try again in a few seconds."));
    }

    private static ModelAndView page(HttpServletRequest request, HttpStatus status, List<String> problems) {
        boolean part = request.getHeader("HX-Request") != null;
        return new ModelAndView(
                part ? "parts :: problems" : "problem",
                Map.of(
                        "status",
                        status.value(),
                        "detail",
                        problems.get(0),
                        "problems",
                        problems,
                        "back",
                        request.getMethod().equals("POST") ? formPage(request) : ""),
                status);
    }

    /** The page of ours that the refused form stood on; empty where the browser does not say. */
    private static String formPage(HttpServletRequest request) {
        String from = request.getHeader("Referer");
        try {
            String path = from == null ? "" : String.valueOf(URI.create(from).getRawPath());
            return path.startsWith("/console/") ? path : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
