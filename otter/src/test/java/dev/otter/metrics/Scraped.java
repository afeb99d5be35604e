package dev.otter.metrics;

import dev.otter.testing.HttpApi;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /metrics} of one management port says, asked anew each time. */
record Scraped(int port) {

  private static final Pattern SERIES = Pattern.compile("^(otter_\\w+)(?:\\{(.*)})? ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  /** All of it. */
  String text() {
    return HttpApi.ofAnotherPort(URI.create("http://127.0.0.1:" + port)).get("/metrics").text();
  }

  /** The value of one series, named as Prometheus does. */
  double value(String series) {
    return text()
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + series));
  }

  /** The label names of each metric of ours, without those of histograms. */
  Map<String, Set<String>> labels() {
    Map<String, Set<String>> labels = new TreeMap<>();
    text()
        .lines()
        .forEach(
            line -> {
              Matcher series = SERIES.matcher(line);
              if (series.find()) {
                String name = series.group(1).replaceFirst("_(count|sum|bucket)$", "");
                Set<String> names = labels.computeIfAbsent(name, key -> new TreeSet<>());
                Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
                while (label.find()) {
                  names.add(label.group(1));
                }
                names.remove("le");
              }
            });
    return labels;
  }
}
