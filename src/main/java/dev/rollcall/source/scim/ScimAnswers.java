package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.failure.Causes;
import dev.rollcall.member.ReasonCode;
import dev.rollcall.provisioning.Intake;
import dev.rollcall.provisioning.Outcome;
import dev.rollcall.provisioning.Provisioning;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.StoredRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Turns outcomes into answers, and failures into SCIM errors: the one place where a status is chosen. */
@Component("scimAnswers")
public class ScimAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(ScimAnswers.class);

    private final Settings settings;
    private final Provisioning provisioning;
    private final CustomAttributes customAttributes;

    ScimAnswers(Settings settings, Provisioning provisioning, CustomAttributes customAttributes) {
        this.settings = settings;
        this.provisioning = provisioning;
        this.customAttributes = customAttributes;
    }

    /** 201 with the user, or the error. */
    public ScimAnswer created(Intake intake, @ExchangeProperty(ScimRequests.PROPERTY) ScimRequest request) {
        return user(201, intake, request);
    }

    /** 200 with the user, or the error. */
    public ScimAnswer changed(Intake intake, @ExchangeProperty(ScimRequests.PROPERTY) ScimRequest request) {
        return user(200, intake, request);
    }

    /** 204, or the error. */
    public ScimAnswer removed(Intake intake) {
        record(intake);
        return ScimAnswer.empty(204);
    }

    private ScimAnswer user(int status, Intake intake, ScimRequest request) {
        return user(status, record(intake), AttributeSelection.of(request.query()));
    }

    ScimAnswer user(int status, Intake intake) {
        return user(status, record(intake), AttributeSelection.of(Map.of()));
    }

    ScimAnswer user(int status, StoredRecord record, AttributeSelection selection) {
        String location = location(record.id().toString());
        // meta.location has to be the same as Content-Location (RFC 7643 section 3.1).
        return ScimAnswer.of(status, selection.apply(resource(record)))
                .with(Map.of("Location", location, "Content-Location", location, "ETag", UserResource.etag(record)));
    }

    /** The user as clients see it. */
    ObjectNode resource(StoredRecord record) {
        return UserResource.of(record, settings.current().publicUrl(), customAttributes);
    }

    /** Where the user with this id is, if there is one; {@code id} is a part of a path, encoded. */
    String location(String id) {
        return UserResource.location(id, settings.current().publicUrl());
    }

    private StoredRecord record(Intake intake) {
        Outcome outcome = intake.outcome();
        if (outcome instanceof Outcome.Recorded recorded) {
            return recorded.record();
        }
        if (outcome instanceof Outcome.Unchanged unchanged) {
            return unchanged.record();
        }
        if (outcome instanceof Outcome.Rejected rejected) {
            throw refusal(rejected);
        }
        throw outcome instanceof Outcome.PreconditionFailed
                ? ScimException.preconditionFailed()
                : ScimException.notFound();
    }

    private ScimException refusal(Outcome.Rejected rejected) {
        String detail = provisioning.failure(rejected);
        ReasonCode code = rejected.problems().get(0).code();
        return switch (code) {
            case UNIQUENESS, IDENTITY_CONFLICT -> ScimException.uniqueness(detail);
            case PROTECTED_MEMBER -> ScimException.forbidden(detail);
            default -> ScimException.invalidValue(detail);
        };
    }

    /** Writes the answer into the exchange. */
    public void write(ScimAnswer answer, Exchange exchange) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        answer.headers().forEach(message::setHeader);
        if (answer.body().length > 0) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/scim+json");
        }
        message.setBody(answer.body());
    }

    /** Writes the SCIM error for the exception that a step of the route threw. */
    public void failed(Exchange exchange) {
        write(error(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)), exchange);
    }

    /** The answer for a failure: ours as it says, a database's trouble 503, anything else 500 with a word in the log. */
    ScimAnswer error(@Nullable Throwable failure) {
        for (Throwable cause : Causes.of(failure)) {
            if (cause instanceof ScimException scim) {
                return error(
                        scim.status(),
                        scim.scimType(),
                        scim.detail(),
                        scim.status() == 429 || scim.status() == 503 ? 10 : 0);
            }
            if (cause instanceof DataIntegrityViolationException) {
                return error(400, "invalidValue", "a value is too long to be stored. Send a shorter one", 0);
            }
            if (cause instanceof DataAccessException || cause instanceof TransactionException) {
                LOG.warn(
                        "a SCIM request could not be served by the database: {}",
                        cause.getClass().getSimpleName());
                return error(503, null, "the database cannot answer now. Try again in a few seconds", 10);
            }
        }
        LOG.error("a SCIM request failed", failure);
        return error(500, null, "something failed inside Rollcall; its log tells more. Trying again may help", 0);
    }

    private static ScimAnswer error(int status, @Nullable String scimType, String detail, int retrySeconds) {
        Map<String, String> headers = new HashMap<>();
        if (retrySeconds > 0) {
            headers.put("Retry-After", Integer.toString(retrySeconds));
        }
        if (status == 405) {
            headers.put("Allow", "POST"); // the routes have all other methods: this is a search request
        }
        return new ScimAnswer(status, headers, ScimException.body(status, scimType, detail));
    }
}
