package dev.rollcall.source.scim;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.source.StoredRecord;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Answers requests that read users (RFC 7644 section 3.4). */
@Component("scimReads")
public class ScimReads {
    private final ScimStore store;
    private final ScimAnswers answers;
    private final CustomAttributes customAttributes;

    ScimReads(ScimStore store, ScimAnswers answers, CustomAttributes customAttributes) {
        this.store = store;
        this.answers = answers;
        this.customAttributes = customAttributes;
    }

    /** GET /Users/{id}; 304 if the client has this version already. */
    public ScimAnswer get(ScimRequest request) {
        StoredRecord record = store.get(request.sourceId(), request.requiredId());
        if (record == null) {
            throw ScimException.notFound();
        }
        if (UserResource.named(request.ifNoneMatch(), record)) {
            return ScimAnswer.empty(304).with(Map.of("ETag", UserResource.etag(record)));
        }
        return answers.user(200, record, AttributeSelection.of(request.query()));
    }

    /** GET /Users. */
    public ScimAnswer list(ScimRequest request) {
        return list(request.sourceId(), ListQuery.of(request.query()));
    }

    /** POST /Users/.search and /.search. */
    public ScimAnswer search(ScimRequest request) {
        return list(request.sourceId(), ListQuery.of(ScimJson.read(request.body())));
    }

    private ScimAnswer list(String sourceId, ListQuery query) {
        UserFilter filter = query.filter() == null ? null : UserFilter.parse(query.filter(), customAttributes.names());
        SqlCondition condition = filter == null ? SqlCondition.ALL : filter.toSql();
        Predicate<StoredRecord> match =
                condition.exact() || filter == null ? null : record -> filter.matches(asked(record));
        ScimStore.Page page = store.list(sourceId, condition, match, query);
        return ScimAnswer.of(200, response(page, query));
    }

    private ObjectNode response(ScimStore.Page page, ListQuery query) {
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putArray("schemas").add(ScimAnswer.LIST);
        response.put("totalResults", page.total());
        if (query.byCursor()) {
            // None after the last page (RFC 9865 section 2).
            if (page.next() != null) {
                response.put("nextCursor", page.next().text());
            }
        } else {
            response.put("startIndex", query.startIndex());
        }
        response.put("itemsPerPage", page.records().size());
        ArrayNode resources = response.putArray("Resources");
        page.records().forEach(record -> resources.add(query.selection().apply(answers.resource(record))));
        return response;
    }

    /** The user as filters see it: who had {@code active} taken away is what it was, as for the database. */
    private ObjectNode asked(StoredRecord record) {
        return answers.resource(record).put("active", record.active());
    }
}
