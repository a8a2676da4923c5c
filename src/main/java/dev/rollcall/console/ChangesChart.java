package dev.rollcall.console;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Changes of members day by day as the numbers of an SVG drawing: bars in which creations, updates and departures lie upon
 * one another.
 *
 * @param bars one a day, from left to right
 * @param most the highest day
 */
record ChangesChart(List<Bar> bars, long most) {
    private static final int WIDTH = 20;
    static final int HEIGHT = 120;
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    /** A piece of a bar. */
    record Piece(String operation, double y, double height) {}

    /** A day. */
    record Bar(int x, String day, String title, long all, List<Piece> pieces) {}

    static ChangesChart of(Map<LocalDate, Map<String, Long>> days) {
        long most = Math.max(
                1, days.values().stream().mapToLong(ChangesChart::sum).max().orElse(1));
        List<Bar> bars = new ArrayList<>();
        int x = 0;
        for (Map.Entry<LocalDate, Map<String, Long>> day : days.entrySet()) {
            long created = day.getValue().getOrDefault("create", 0L);
            long left = day.getValue().getOrDefault("deactivate", 0L);
            long updated = sum(day.getValue()) - created - left;
            List<Piece> pieces = new ArrayList<>();
            double y = HEIGHT;
            y = piece(pieces, "create", created, most, y);
            y = piece(pieces, "update", updated, most, y);
            piece(pieces, "deactivate", left, most, y);
            String name = DAY.format(day.getKey());
            String title = String.format(
                    Locale.ENGLISH, "%s: %,d created, %,d updated, %,d deactivated", name, created, updated, left);
            bars.add(new Bar(x, name, title, sum(day.getValue()), pieces));
            x += WIDTH;
        }
        return new ChangesChart(bars, most);
    }

    /** At least a line where there was something at all. */
    private static double piece(List<Piece> pieces, String operation, long number, long most, double y) {
        if (number == 0) {
            return y;
        }
        double height = Math.max(1.5, (double) number * (HEIGHT - 4) / most);
        pieces.add(new Piece(operation, Math.round((y - height) * 10) / 10.0, Math.round(height * 10) / 10.0));
        return y - height;
    }

    private static long sum(Map<String, Long> day) {
        return day.values().stream().mapToLong(Long::longValue).sum();
    }

    public int width() {
        return bars.size() * WIDTH;
    }

    public boolean isEmpty() {
        return bars.stream().allMatch(bar -> bar.all() == 0);
    }
}
