package dev.rollcall.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The colours that a picture has most of. */
final class Palette {
    private static final int COLOURS = 256;

    private Palette() {}

    static IndexColorModel of(BufferedImage picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                counts.merge(picture.getRGB(x, y) & 0xFFFFFF, 1, Integer::sum);
            }
        }
        List<Integer> most = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(COLOURS)
                .map(Map.Entry::getKey)
                .toList();
        byte[] red = new byte[most.size()];
        byte[] green = new byte[most.size()];
        byte[] blue = new byte[most.size()];
        for (int i = 0; i < most.size(); i++) {
            red[i] = (byte) (most.get(i) >> 16);
            green[i] = (byte) (most.get(i) >> 8);
            blue[i] = (byte) (int) most.get(i);
        }
        return new IndexColorModel(8, most.size(), red, green, blue);
    }
}
