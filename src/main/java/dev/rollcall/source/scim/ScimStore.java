package dev.rollcall.source.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rollcall.settings.Settings;
import dev.rollcall.source.StoredRecord;
import dev.rollcall.source.scim.Filter.AttributeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads users for SCIM. Never selects a row outside the source, but for members that it may adopt. */
@Component
class ScimStore {
    private static final String OF_ONE_SOURCE = "r.source_id = ?";

    /** How long a filter that no index answers may take. */
    private static final int FILTER_SECONDS = 4;

    /** So many keys are held to sort by what no index has. */
    private static final int MOST_SORTED = 10_000;

    private static final int LONGEST_KEY = 200;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMNS =
            "SELECT r.id, r.source_id, r.member_id, r.document, r.active, r.version, r.created, r.modified FROM source_record r WHERE ";

    private final JdbcTemplate jdbc;
    private final JdbcTemplate bounded;
    private final Settings settings;

    ScimStore(JdbcTemplate jdbc, Settings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.bounded = new JdbcTemplate(Objects.requireNonNull(jdbc.getDataSource()));
        bounded.setQueryTimeout(FILTER_SECONDS);
        bounded.setFetchSize(500);
    }

    /** A page of users, how many there are in all, and for pages by cursor whether more follow. */
    record Page(List<StoredRecord> records, long total, boolean more) {}

    @Nullable
    StoredRecord get(String sourceId, UUID id) {
        List<Object> parameters = new ArrayList<>(List.of(id));
        return jdbc.query(
                COLUMNS + "r.id = ? AND " + mine(sourceId, parameters),
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
        if (match != null) {
            return scan(where + order, parameters, match, query);
        }
        // A time limit of its own makes H2 forget the statements that it has prepared: not for what an index answers.
        JdbcTemplate by = condition.isLookUp() ? jdbc : bounded;
        boolean first = query.after() == null && query.startIndex() == 1 && query.count() > 0;
        List<StoredRecord> records = first ? page(by, where, order, parameters, query) : List.of();
        if (first && records.size() < asked(query)) {
            // A first page that is not full says itself how many there are.
            return new Page(records, records.size(), false);
        }
        Long counted = by.queryForObject(
                "SELECT COUNT(*) FROM source_record r WHERE " + where, Long.class, parameters.toArray());
        long total = counted == null ? 0 : counted;
        if (!first && query.count() > 0 && query.startIndex() <= total) {
            records = page(by, where, order, parameters, query);
        }
        boolean more = records.size() > query.count();
        return new Page(more ? records.subList(0, query.count()) : records, total, more);
    }

    /** One more than a page by cursor has, to see whether it is the last one. */
    private static int asked(ListQuery query) {
        return query.byCursor() ? query.count() + 1 : query.count();
    }

    private static List<StoredRecord> page(
            JdbcTemplate by, String where, String order, List<Object> values, ListQuery query) {
        List<Object> parameters = new ArrayList<>(values);
        if (query.after() != null) {
            parameters.add(query.after());
        }
        parameters.add(query.after() != null ? 0L : query.startIndex() - 1L);
        parameters.add(asked(query));
        return by.query(
                COLUMNS + where + (query.after() == null ? "" : " AND r.id > ?") + order
                        + " OFFSET ? ROWS FETCH NEXT ? ROWS ONLY",
                ScimStore::record,
                parameters.toArray());
    }

    /** Streams the candidates and counts those that match; only the page is kept. */
    private Page scan(String whereAndOrder, List<Object> parameters, Predicate<StoredRecord> match, ListQuery query) {
        List<StoredRecord> page = new ArrayList<>();
        long[] total = {0};
        boolean[] more = {false};
        bounded.query(
                COLUMNS + whereAndOrder,
                rows -> {
                    StoredRecord record = record(rows, 1);
                    if (match.test(record)) {
                        total[0]++;
                        boolean reached = query.after() == null
                                ? total[0] >= query.startIndex()
                                : record.id().compareTo(query.after()) > 0;
                        if (reached && page.size() < query.count()) {
                            page.add(record);
                        } else if (reached && query.count() > 0) {
                            more[0] = true;
                        }
                    }
                },
                parameters.toArray());
        return new Page(page, total[0], more[0]);
    }

    /** A user's place in an order that no index has. */
    private record Place(@Nullable String key, UUID id) {
        /** By the beginning of a value: it may be long, and thousands of them are held. */
        static Place of(@Nullable String value, UUID id) {
            return new Place(
                    value == null || value.length() <= LONGEST_KEY ? value : value.substring(0, LONGEST_KEY), id);
        }
    }

    /**
     * Streams the candidates; of all up to the page's end the keys are held, and those of the page are read again. Users
     * without a value are last, or first where it descends (RFC 7644 section 3.4.2.3).
     */
    private Page sorted(
            String sourceId,
            String where,
            List<Object> parameters,
            @Nullable Predicate<StoredRecord> match,
            ListQuery query,
            AttributeName by) {
        long end = query.startIndex() - 1 + query.count();
        if (end > MOST_SORTED) {
            throw ScimException.tooMany("the first " + MOST_SORTED + " users can be sorted by '" + by
                    + "'. Filter, or sort by userName, displayName, name.familyName or meta.created");
        }
        Comparator<String> keys = Comparator.naturalOrder();
        Comparator<@Nullable String> order =
                query.descending() ? Comparator.nullsFirst(keys.reversed()) : Comparator.nullsLast(keys);
        Comparator<Place> places = Comparator.comparing(Place::key, order).thenComparing(Place::id);
        PriorityQueue<Place> first = new PriorityQueue<>(places.reversed());
        long[] total = {0};
        bounded.query(
                COLUMNS + where,
                rows -> {
                    StoredRecord record = record(rows, 1);
                    if (match == null || match.test(record)) {
                        total[0]++;
                        first.add(Place.of(FilterMatch.sortKey(record.document(), by), record.id()));
                        if (first.size() > end) {
                            first.poll();
                        }
                    }
                },
                parameters.toArray());
        List<StoredRecord> page = first.stream()
                .sorted(places)
                .skip(query.startIndex() - 1)
                .map(place -> get(sourceId, place.id()))
                .filter(Objects::nonNull)
                .toList();
        return new Page(page, total[0], false);
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
                    (ObjectNode) JSON.readTree(rows.getString(4)),
                    rows.getBoolean(5),
                    rows.getLong(6),
                    rows.getObject(7, OffsetDateTime.class).toInstant(),
                    rows.getObject(8, OffsetDateTime.class).toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored record is damaged", e);
        }
    }
}
