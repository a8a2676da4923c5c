package dev.rollcall.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The 256 colours that a picture has most of, and the picture in these: each pixel has the nearest one. */
final class Palette {
    private static final int COLOURS = 256;

    private final List<Integer> most;
    private final Map<Integer, Integer> nearest = new HashMap<>();

    private Palette(List<Integer> most) {
        this.most = most;
    }

    static BufferedImage reduced(BufferedImage picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                counts.merge(picture.getRGB(x, y) & 0xFFFFFF, 1, Integer::sum);
            }
        }
        Palette palette = new Palette(counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(COLOURS)
                .map(Map.Entry::getKey)
                .toList());
        BufferedImage reduced = new BufferedImage(
                picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, palette.colours());
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int index = palette.nearest.computeIfAbsent(picture.getRGB(x, y) & 0xFFFFFF, palette::index);
                reduced.getRaster().setSample(x, y, 0, index);
            }
        }
        return reduced;
    }

    private int index(int colour) {
        int best = 0;
        for (int i = 1; i < most.size(); i++) {
            if (distance(most.get(i), colour) < distance(most.get(best), colour)) {
                best = i;
            }
        }
        return best;
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int difference = (one >> shift & 0xFF) - (other >> shift & 0xFF);
            sum += difference * difference;
        }
        return sum;
    }

    private IndexColorModel colours() {
        byte[][] parts = new byte[3][most.size()];
        for (int i = 0; i < most.size(); i++) {
            for (int part = 0; part < 3; part++) {
                parts[part][i] = (byte) (most.get(i) >> 16 - 8 * part);
            }
        }
        return new IndexColorModel(8, most.size(), parts[0], parts[1], parts[2]);
    }
}
