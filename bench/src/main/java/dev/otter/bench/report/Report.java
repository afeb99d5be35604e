package dev.otter.bench.report;

import dev.otter.bench.mode.Sample;
import dev.otter.bench.target.Integrity;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The tables of a benchmark.
 *
 * @param plan what was run
 * @param date when it began, UTC
 * @param before the machine at the beginning
 * @param after the machine at the end
 * @param targets the servers, in the order of the columns
 * @param samples what was measured
 */
public record Report(
    String plan,
    LocalDateTime date,
    Machine before,
    Machine after,
    List<String> targets,
    Samples samples) {

  private static final String YARDSTICK = "ws";
  private static final double KIB = 1024;
  private static final double MIB = 1024 * 1024;
  private static final double MICROS_PER_MS = 1000;
  private static final double PER_CENT = 100;

  /** The tables, for people. */
  public String markdown() {
    StringBuilder page = new StringBuilder();
    page.append("# Benchmark of ")
        .append(date.format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")))
        .append(" UTC, plan \"")
        .append(plan)
        .append("\"\n\n")
        .append(integrity())
        .append("\n## Done per second of the server's CPU time\n\n")
        .append("Median [least–greatest of the rounds], and that median as multiple of `ws`.\n\n");
    table(page, false, mode -> row(mode, Sample::perServerSecond, 1));
    page.append("\n## Done per second on the clock\n\n");
    table(page, false, mode -> row(mode, Sample::perSecond, 1));
    page.append("\n## Latency in ms: p50 / p99 / p99.9, medians\n\n");
    table(page, false, this::latencyRow);
    page.append("\n## Memory\n\nKiB of RSS per idle connection, two in a room.\n\n");
    table(page, true, mode -> row(mode, Sample::bytesPerConnection, KIB));
    page.append("\nRSS of the whole process at the end of a run, MiB.\n\n");
    table(page, false, mode -> row(mode, sample -> sample.residentBytes(), MIB));
    table(page, true, mode -> row(mode, sample -> sample.residentBytes(), MIB), false);
    page.append("\n## How far to trust this\n\n").append(circumstances());
    return page.toString();
  }

  private void table(StringBuilder page, boolean memory, RowMaker rows) {
    table(page, memory, rows, true);
  }

  private void table(StringBuilder page, boolean memory, RowMaker rows, boolean heading) {
    if (heading) {
      page.append("| load | ").append(String.join(" | ", targets)).append(" |\n|---");
      page.append("|---".repeat(targets.size())).append("|\n");
    }
    for (String mode : samples.modes()) {
      if (samples.isMemory(mode) == memory) {
        page.append("| ").append(mode).append(" | ").append(rows.row(mode)).append(" |\n");
      }
    }
  }

  private String row(String mode, ToDoubleFunction<Sample> figure, double unit) {
    return cells(
        target -> {
          Spread spread = samples.spread(mode, target, figure);
          String cell = number(spread.median() / unit);
          if (spread.sorted().length > 1) {
            String least = number(spread.least() / unit);
            cell += " [" + least + "–" + number(spread.greatest() / unit) + "]";
          }
          if (!target.equals(YARDSTICK) && targets.contains(YARDSTICK)) {
            double yardstick = samples.spread(mode, YARDSTICK, figure).median();
            cell += String.format(Locale.ROOT, " **%.2f×**", spread.median() / yardstick);
          }
          return cell;
        });
  }

  private String latencyRow(String mode) {
    return cells(
        target ->
            milliseconds(mode, target, sample -> sample.delay().p50())
                + " / "
                + milliseconds(mode, target, sample -> sample.delay().p99())
                + " / "
                + milliseconds(mode, target, sample -> sample.delay().p999()));
  }

  private String milliseconds(String mode, String target, ToDoubleFunction<Sample> micros) {
    return number(samples.spread(mode, target, micros).median() / MICROS_PER_MS);
  }

  private String cells(java.util.function.Function<String, String> cell) {
    return targets.stream().map(cell).collect(Collectors.joining(" | "));
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.1f" : "%,.0f", value);
  }

  private String integrity() {
    StringBuilder text = new StringBuilder();
    for (String target : targets) {
      Integrity found = samples.integrity(target);
      text.append(
          found.isClean()
              ? String.format(
                  Locale.ROOT,
                  "- %s: %,d messages checked; none lost, repeated, reordered or damaged%n",
                  target,
                  found.checked())
              : String.format("- **%s is NOT CLEAN: %s**%n", target, found));
    }
    return text.toString();
  }

  private String circumstances() {
    Spread strangers =
        samples.spread(s -> s.usage().strangers() / (s.usage().wall() * before.processors()));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "- %d × %s, Linux %s, JVM %s%n- load average %s at the beginning, %s at the end%n"
                + "- other programs used %.0f %% of the processors (median; at most %.0f %%)"
                + "%n",
            before.processors(),
            before.processor(),
            before.kernel(),
            before.java(),
            before.load(),
            after.load(),
            PER_CENT * strangers.median(),
            PER_CENT * strangers.greatest()));
    text.append("- share of a processor in use, server + generator (median):\n\n");
    table(text, false, this::busyRow);
    return text.toString();
  }

  private String busyRow(String mode) {
    return cells(
        target ->
            String.format(
                Locale.ROOT,
                "%.0f %% + %.0f %%",
                PER_CENT * busy(mode, target, sample -> sample.usage().server()),
                PER_CENT * busy(mode, target, sample -> sample.usage().generator())));
  }

  private double busy(String mode, String target, ToDoubleFunction<Sample> seconds) {
    return samples
        .spread(mode, target, sample -> seconds.applyAsDouble(sample) / sample.usage().wall())
        .median();
  }

  /** Every sample, for programs. */
  public String json() {
    return samples.all().stream()
        .map(Report::json)
        .collect(
            Collectors.joining(
                ",\n  ",
                String.format(
                    "{\"plan\":\"%s\",\"date\":\"%sZ\",\"loadBefore\":\"%s\",\"loadAfter\":\"%s\","
                        + "\"samples\":[\n  ",
                    plan, date, before.load(), after.load()),
                "\n]}\n"));
  }

  private static String json(Sample sample) {
    Integrity integrity = sample.integrity();
    return String.format(
        Locale.ROOT,
        "{\"mode\":\"%s\",\"target\":\"%s\",\"count\":%d,\"wallSeconds\":%.3f,"
            + "\"serverCpuSeconds\":%.2f,\"generatorCpuSeconds\":%.3f,\"otherCpuSeconds\":%.2f,"
            + "\"p50Us\":%.1f,\"p99Us\":%.1f,\"p999Us\":%.1f,\"residentBytes\":%d,"
            + "\"bytesPerConnection\":%.0f,\"clean\":%b,\"checked\":%d,\"lost\":%d,"
            + "\"duplicated\":%d,\"reordered\":%d,\"damaged\":%d}",
        sample.mode(),
        sample.target(),
        sample.count(),
        sample.usage().wall(),
        sample.usage().server(),
        sample.usage().generator(),
        sample.usage().strangers(),
        sample.delay().p50(),
        sample.delay().p99(),
        sample.delay().p999(),
        sample.residentBytes(),
        sample.bytesPerConnection(),
        integrity.isClean(),
        integrity.checked(),
        integrity.lost(),
        integrity.duplicated(),
        integrity.reordered(),
        integrity.damaged());
  }

  /** Makes the cells of a row. */
  private interface RowMaker {
    String row(String mode);
  }
}
