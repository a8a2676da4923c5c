package dev.rollcall.sync;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The table {@code hr.person} that a trial pulls, and what the asset system must look like once it was pulled. */
final class People {
    private final Map<Integer, String> titles = new TreeMap<>();
    private final Map<Integer, String> left = new TreeMap<>();
    private int next;

    void create(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String sql : List.of(
                    "CREATE SCHEMA hr",
                    "CREATE TABLE hr.person (id INTEGER PRIMARY KEY, email VARCHAR(100), last_name VARCHAR(100), job_title VARCHAR(100))")) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    statement.execute();
                }
            }
        }
    }

    void hire(DataSource database, int people) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO hr.person VALUES (?, ?, ?, 'New')")) {
            for (int i = 0; i < people; i++) {
                insert.setInt(1, next);
                insert.setString(2, email(next));
                insert.setString(3, "Of " + next);
                insert.addBatch();
                titles.put(next++, "New");
            }
            insert.executeBatch();
        }
    }

    /** Everybody gets another title, some leave. */
    void change(DataSource database, String title, int leavers, Random random) throws SQLException {
        List<Integer> ids = new ArrayList<>(titles.keySet());
        java.util.Collections.shuffle(ids, random);
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE hr.person SET job_title = ?");
                PreparedStatement delete = connection.prepareStatement("DELETE FROM hr.person WHERE id = ?")) {
            for (int id : ids.subList(0, Math.min(leavers, ids.size()))) {
                delete.setInt(1, id);
                delete.addBatch();
                left.put(id, String.valueOf(titles.remove(id)));
            }
            delete.executeBatch();
            update.setString(1, title);
            update.executeUpdate();
            titles.replaceAll((id, old) -> title);
        }
    }

    /** What is wrong in the asset system: one text a person. */
    List<String> wrong(DataSource database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT email, last_name, job_title, status FROM asset.member");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                String person = row.getString(2) + " " + row.getString(3) + " " + row.getString(4);
                if (rows.put(row.getString(1), person) != null) {
                    wrong.add(row.getString(1) + " is there twice");
                }
            }
        }
        titles.forEach((id, title) -> differs(wrong, rows, id, title + " active"));
        left.forEach((id, title) -> differs(wrong, rows, id, title + " inactive"));
        rows.keySet().forEach(email -> wrong.add(email + " should not be there"));
        return wrong;
    }

    private static void differs(List<String> wrong, Map<String, String> rows, int id, String wanted) {
        String found = rows.remove(email(id));
        if (!("Of " + id + " " + wanted).equals(found)) {
            wrong.add(email(id) + " is '" + found + "' and should be '" + wanted + "'");
        }
    }

    int size() {
        return titles.size();
    }

    private static String email(int id) {
        return "p" + id + "@corp.example";
    }
}
