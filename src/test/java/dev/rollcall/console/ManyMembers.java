package dev.rollcall.console;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Fills a database with members as if they had been pushed and pulled, by one statement a table. Seven of ten come from
 * {@code okta}, technicians among them; the others from {@code corp-ad}, auditors among them; every hundredth from nobody.
 */
final class ManyMembers {
    private static final int PIECE = 10_000;
    private static final String TIME = "CURRENT_TIMESTAMP - MOD(x, 60) * INTERVAL '1' DAY";
    private static final String SOURCE =
            "CASE WHEN MOD(x, 100) = 0 THEN '~' WHEN MOD(x, 10) < 7 THEN 'okta' ELSE 'corp-ad' END";

    private final JdbcTemplate jdbc;
    private final String numbers;

    /** {@code numbers} is a table of whole numbers {@code x}, with two places for the first and the last. */
    ManyMembers(JdbcTemplate jdbc, String numbers) {
        this.jdbc = jdbc;
        this.numbers = numbers;
    }

    /** The id of the {@code x}th row of a kind. */
    static String id(String kind, long x) {
        return String.format("0000000%s-0000-7000-8000-%012d", kind, x);
    }

    private static String id(String kind) {
        return "CAST('0000000" + kind + "-0000-7000-8000-' || LPAD(CAST(x AS VARCHAR), 12, '0') AS UUID)";
    }

    void fill(int members) {
        for (int first = 1; first <= members; first += PIECE) {
            String range = String.format(numbers, first, Math.min(members, first + PIECE - 1));
            members(range);
            deliveries(range);
            changes(range);
        }
        problems(String.format(numbers, 1, members / 100));
        runs();
        jdbc.execute("ANALYZE");
    }

    private void members(String range) {
        jdbc.update(
                "INSERT INTO member (id, source_id, status, role, role_origin, requested_role, email, user_name, employee_id,"
                        + " fields, custom_fields, origins, version, created, modified) SELECT " + id("1") + ", "
                        + SOURCE + ","
                        + " CASE WHEN MOD(x, 20) = 13 THEN 'inactive' WHEN MOD(x, 9973) = 0 THEN 'held' ELSE 'active' END,"
                        + " CASE WHEN MOD(x, 50000) = 7 THEN 'Administrator' WHEN MOD(x, 10) = 3 THEN 'Technician'"
                        + " WHEN MOD(x, 10) = 8 THEN 'Auditor' ELSE 'Staff User' END,"
                        + " CASE WHEN MOD(x, 25) = 4 THEN 'fallback' WHEN MOD(x, 10) = 1 THEN 'default' ELSE 'source' END, NULL,"
                        + " 'u' || x || '@big.example', 'u' || x || '@big.example', 'E' || x,"
                        + " '{\"email\":\"u' || x || '@big.example\",\"user_name\":\"u' || x || '@big.example\",\"first_name\":\"First' || MOD(x, 1000)"
                        + " || '\",\"last_name\":\"Last' || MOD(x, 7919) || '\",\"role\":\"Staff User\",\"status\":\"active\",\"city\":\"Leeds\"}',"
                        + " '{\"Team\":\"Field\"}', '{\"email\":{\"origin\":\"source\",\"attribute\":\"emails.value\"}}', 1, "
                        + TIME + ", " + TIME
                        + " FROM " + range);
        jdbc.update(
                "INSERT INTO source_record (id, source_id, member_id, document, hash, active, version, user_name, external_id,"
                        + " email, display_name, given_name, family_name, created, modified) SELECT " + id("2") + ", "
                        + SOURCE + ", "
                        + id("1")
                        + ", '{\"userName\":\"u' || x || '@big.example\"}', 'h' || x, TRUE, 1, 'u' || x || '@big.example', 'k' || x,"
                        + " 'u' || x || '@big.example', 'first' || MOD(x, 1000) || ' last' || MOD(x, 7919), 'first' || MOD(x, 1000),"
                        + " 'last' || MOD(x, 7919), " + TIME + ", " + TIME + " FROM " + range);
        jdbc.update(
                "INSERT INTO member_history (member_id, version, at, source_id, operation, before, after, run_id) SELECT "
                        + id("1") + ", 1, " + TIME + ", " + SOURCE
                        + ", CASE WHEN MOD(x, 20) = 13 THEN 'deactivate' WHEN MOD(x, 3) = 0 THEN"
                        + " 'update' ELSE 'create' END, NULL, '{\"city\":\"Leeds\"}', CASE WHEN MOD(x, 10) < 7 THEN NULL ELSE CAST('"
                        + id("4", 1)
                        + "' AS UUID) END FROM " + range);
    }

    private void deliveries(String range) {
        jdbc.update(
                "INSERT INTO delivery (member_id, operation, changed, version, delivered_version, state, attempts, next_attempt_at,"
                        + " fence, last_error, target_id, created, modified) SELECT " + id("1")
                        + ", 'update', '[\"city\"]', 1,"
                        + " CASE WHEN MOD(x, 10) < 8 THEN 1 ELSE 0 END, CASE WHEN MOD(x, 10) < 8 THEN 'delivered' WHEN MOD(x, 10) = 8 THEN"
                        + " 'waiting' ELSE 'dead' END, 1, CASE WHEN MOD(x, 10) = 8 THEN CURRENT_TIMESTAMP + INTERVAL '1' DAY ELSE NULL END, 1,"
                        + " NULL, 't' || x, " + TIME + ", " + TIME + " FROM " + range);
    }

    private void problems(String range) {
        jdbc.update(
                "INSERT INTO rejection (id, source_id, user_name, state, problems, intent, document, created, modified, attempts)"
                        + " SELECT " + id("3")
                        + ", CASE WHEN MOD(x, 10) < 7 THEN 'okta' ELSE 'corp-ad' END, 'r' || x || '@big.example',"
                        + " CASE WHEN MOD(x, 10) = 1 THEN 'held' WHEN MOD(x, 2) = 0 THEN 'open' ELSE 'resolved' END,"
                        + " '[{\"code\":\"RC-1203\",\"field\":\"city\",\"sentence\":\"The city is missing.\"}]', 'create', '{}', "
                        + TIME + ", "
                        + TIME + ", 1 FROM " + range);
        jdbc.update("INSERT INTO audit (id, at, actor, action, subject, detail) SELECT " + id("5") + ", " + TIME
                + ", 'admin', 'settings.change', 'version ' || x, '{}' FROM " + range);
    }

    /** One run that was done, one that waits, with everybody on its plan. */
    private void runs() {
        String run =
                "INSERT INTO sync_run (id, source_id, mode, read_mode, dry_run, started_by, state, phase, open_slot, approved,"
                        + " cancel, fence, users_read, created, updated, unchanged, deactivated, reactivated, rejected, held, planned, acted,"
                        + " sentence, started) VALUES (CAST(? AS UUID), 'corp-ad', 'full', 'full', FALSE, 'schedule', ?, ?, ?, FALSE, FALSE, 1,"
                        + " 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 'A sentence.', CURRENT_TIMESTAMP)";
        jdbc.update(run, id("4", 1), "done", "ended", null);
        jdbc.update(run, id("4", 2), "stopped", "comparing", "corp-ad");
    }

    private void changes(String range) {
        jdbc.update(
                "INSERT INTO run_change (run_id, turn, seq, source_id, source_key, active, user_name, state, operation, member_id,"
                        + " before, after) SELECT CAST('" + id("4", 2)
                        + "' AS UUID), 0, x, 'corp-ad', 'k' || x, FALSE, 'u' || x, 'planned',"
                        + " 'deactivate', " + id("1") + ", '{\"status\":\"active\"}', '{\"status\":\"inactive\"}' FROM "
                        + range);
    }
}
