package dev.rollcall.source.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.DocumentJson;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.scim.Filter.AttributeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads users for SCIM. Never selects a row outside the source, but for members that it may adopt. */
@Component
class ScimStore {
    private static final String OF_ONE_SOURCE = "r.source_id = ?";

    /** How long a filter that no index answers may take. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    /** So many keys are held to sort by what no index has. */
    private static final int MOST_SORTED = 10_000;

    private static final String COLUMNS =
            "SELECT r.id, r.source_id, r.member_id, r.document, r.active, r.version, r.created, r.modified";
    private static final String FROM = " FROM source_record r WHERE ";

    private final JdbcTemplate jdbc;
    private final LongReads longReads;
    private final Settings settings;

    ScimStore(JdbcTemplate jdbc, Settings settings, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.longReads = new LongReads(Objects.requireNonNull(jdbc.getDataSource()), transaction, LONGEST);
    }

    /** A page of users, how many there are in all, and for pages by cursor what the next one comes behind, if there is one. */
    record Page(
            List<StoredRecord> records,
            long total,
            @Nullable Cursor next) {}

    @Nullable
    StoredRecord get(String sourceId, UUID id) {
        List<Object> parameters = new ArrayList<>(List.of(id));
        return jdbc.query(
                COLUMNS + FROM + "r.id = ? AND " + mine(sourceId, parameters),
                rows -> rows.next() ? record(rows, 1) : null,
                parameters.toArray());
    }

    /**
     * A page by index (RFC 7644 section 3.4.2.4) or after a cursor (RFC 9865).
     *
     * @param match the test for what the condition cannot say, or {@code null} if it says all
     */
    Page list(String sourceId, SqlCondition condition, @Nullable Predicate<StoredRecord> match, ListQuery query) {
        List<Object> parameters = new ArrayList<>();
        String where = mine(sourceId, parameters) + " AND " + condition.where();
        parameters.addAll(condition.parameters());
        if (query.sortBy() != null) {
            return sorted(sourceId, where, parameters, match, query, query.sortBy());
        }
        String order = order(where, condition, query);
        // A time limit of its own makes H2 forget the statements that it has prepared: not for what an index answers.
        boolean quick = condition.isLookUp() || condition.parameters().isEmpty();
        if (match != null) {
            return scan(condition.isLookUp(), where + order, parameters, match, query);
        }
        return quick
                ? bySql(jdbc, where, order, parameters, query)
                : longReads.within(by -> bySql(by, where, order, parameters, query));
    }

    /** A page of users for whom the condition says all. */
    private Page bySql(JdbcTemplate by, String where, String order, List<Object> parameters, ListQuery query) {
        boolean first = query.after() == null && query.startIndex() == 1 && query.count() > 0;
        List<StoredRecord> records = first ? page(by, where, order, parameters, query) : List.of();
        if (first && records.size() < asked(query)) {
            // A first page that is not full says itself how many there are.
            return new Page(records, records.size(), null);
        }
        Long counted = by.queryForObject("SELECT COUNT(*)" + FROM + where, Long.class, parameters.toArray());
        long total = counted == null ? 0 : counted;
        if (!first && query.count() > 0 && query.startIndex() <= total) {
            records = page(by, where, order, parameters, query);
        }
        return cut(records, total, query);
    }

    /** One more than a page by cursor has, to see whether it is the last one. */
    private static int asked(ListQuery query) {
        return query.byCursor() ? query.count() + 1 : query.count();
    }

    /** The page of records of which one may be too many, with the cursor that continues behind it. */
    private Page cut(List<StoredRecord> records, long total, ListQuery query) {
        if (records.size() <= query.count() || query.count() == 0) {
            return new Page(records, total, null);
        }
        List<StoredRecord> page = records.subList(0, query.count());
        StoredRecord last = page.get(page.size() - 1);
        String order = query.order();
        return new Page(
                page, total, order == null ? Cursor.behind(last.id()) : new Cursor(last.id(), order, key(last, query)));
    }

    /** What a user is sorted by. */
    private JsonNode key(StoredRecord record, ListQuery query) {
        if (query.sortBy() != null) {
            SortKey key = FilterMatch.sortKey(record.document(), query.sortBy());
            return key == null ? NullNode.getInstance() : key.json();
        }
        return Seek.key(jdbc.query(
                "SELECT r." + query.sortColumn() + FROM + "r.id = ?",
                rows -> rows.next() ? Seek.value(rows, String.valueOf(query.sortColumn())) : null,
                record.id()));
    }

    private static List<StoredRecord> page(
            JdbcTemplate by, String where, String order, List<Object> values, ListQuery query) {
        Seek seek = Seek.of(query);
        List<Object> parameters = new ArrayList<>(values);
        parameters.addAll(seek.parameters());
        parameters.add(query.after() != null ? 0L : query.startIndex() - 1L);
        parameters.add(asked(query));
        return by.query(
                COLUMNS + FROM + where + (query.after() == null ? "" : " AND " + seek.sql()) + order
                        + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                ScimStore::record,
                parameters.toArray());
    }

    /** Streams the candidates and counts those that match; only the page is kept. */
    private Page scan(
            boolean quick, String whereAndOrder, List<Object> values, Predicate<StoredRecord> match, ListQuery query) {
        Seek seek = Seek.of(query);
        List<Object> parameters = new ArrayList<>(seek.parameters());
        parameters.addAll(values);
        List<StoredRecord> page = new ArrayList<>();
        long[] total = {0};
        String sql = COLUMNS + ", CASE WHEN " + seek.sql() + " THEN TRUE ELSE FALSE END" + FROM + whereAndOrder;
        RowCallbackHandler handler = rows -> {
            StoredRecord record = record(rows, 1);
            if (match.test(record)) {
                total[0]++;
                boolean reached = rows.getBoolean(9) && total[0] >= query.startIndex();
                if (reached && page.size() < asked(query)) {
                    page.add(record);
                }
            }
        };
        if (quick) {
            jdbc.query(sql, handler, parameters.toArray());
        } else {
            longReads.each(sql, parameters, handler);
        }
        return cut(query.count() == 0 ? List.of() : page, total[0], query);
    }

    /** Streams the candidates; of all up to the page's end the keys are held, and those of the page are read again. */
    private Page sorted(
            String sourceId,
            String where,
            List<Object> parameters,
            @Nullable Predicate<StoredRecord> match,
            ListQuery query,
            AttributeName by) {
        long end = query.startIndex() - 1 + asked(query);
        if (end > MOST_SORTED) {
            throw ScimException.tooMany("the first " + MOST_SORTED + " users can be sorted by '" + by
                    + "'. Filter, page by cursor, or sort by userName, displayName, name.familyName or meta.created");
        }
        Places first = new Places(query.descending(), end, query.after());
        long[] total = {0};
        longReads.each(COLUMNS + FROM + where, parameters, rows -> {
            StoredRecord record = record(rows, 1);
            if (match == null || match.test(record)) {
                total[0]++;
                first.add(FilterMatch.sortKey(record.document(), by), record.id());
            }
        });
        List<StoredRecord> page = first.ids().stream()
                .skip(query.startIndex() - 1)
                .map(id -> get(sourceId, id))
                .filter(Objects::nonNull)
                .toList();
        return cut(query.count() == 0 ? List.of() : page, total[0], query);
    }

    /**
     * H2 goes along an index only where the order names all of its columns, and sorts every user for each page otherwise. But
     * then it does go along it, past every user, even where another index would find the one that is asked for.
     */
    static String order(String where, SqlCondition condition, ListQuery query) {
        String column = query.sortColumn();
        if (column == null) {
            boolean along =
                    where.startsWith(OF_ONE_SOURCE) && condition.parameters().isEmpty();
            return along ? " ORDER BY r.source_id, r.id" : " ORDER BY r.id";
        }
        return " ORDER BY r." + column + (query.descending() ? " DESC NULLS FIRST" : " ASC NULLS LAST") + ", r.id";
    }

    /** The restriction to the source's own users and those that it may adopt. */
    private String mine(String sourceId, List<Object> parameters) {
        parameters.add(sourceId);
        var source = settings.current().sources().get(sourceId);
        if (source == null || source.adopt().equals("none")) {
            return OF_ONE_SOURCE;
        }
        parameters.add(StoredRecord.UNOWNED);
        return "r.source_id IN (?, ?) AND r.adoptable";
    }

    private static StoredRecord record(ResultSet rows, int number) throws SQLException {
        try {
            return new StoredRecord(
                    rows.getObject(1, UUID.class),
                    rows.getString(2),
                    rows.getObject(3, UUID.class),
                    DocumentJson.read(rows.getString(4)),
                    rows.getBoolean(5),
                    rows.getLong(6),
                    rows.getObject(7, OffsetDateTime.class).toInstant(),
                    rows.getObject(8, OffsetDateTime.class).toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored record is damaged", e);
        }
    }
}
