package dev.otter.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody probably meant. */
final class NearestName {

  private NearestName() {}

  /**
   * The name that takes the fewest edits, not counting case, dashes and underscores. A name without
   * a dot is also compared with the last parts of the known names: {@code port} means {@code
   * http.port} rather than {@code dataDir}.
   *
   * @param name the unknown name
   * @param known at least one name; the first of equally near ones is taken
   */
  static String of(String name, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .orElseThrow();
  }

  private static int distance(String name, String candidate) {
    int whole = edits(plain(name), plain(candidate));
    int dot = candidate.lastIndexOf('.');
    return name.contains(".") || dot < 0
        ? whole
        : Math.min(whole, 1 + edits(plain(name), plain(candidate.substring(dot + 1))));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  /** Levenshtein's distance, one row of the table at a time. */
  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
