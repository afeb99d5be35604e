package dev.otter.bench.report;

import dev.otter.bench.mode.Sample;
import dev.otter.bench.target.Integrity;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The samples of a benchmark.
 *
 * @param all in the order in which they were taken
 */
public record Samples(List<Sample> all) {

  /** The modes, in the order in which they were first run. */
  List<String> modes() {
    return all.stream().map(Sample::mode).distinct().toList();
  }

  /** Whether a mode measures memory. */
  boolean isMemory(String mode) {
    return all.stream().anyMatch(s -> s.mode().equals(mode) && s.bytesPerConnection() != 0);
  }

  /** A figure of one mode and one target, over all rounds. */
  Spread spread(String mode, String target, ToDoubleFunction<Sample> figure) {
    return new Spread(
        all.stream()
            .filter(sample -> sample.mode().equals(mode) && sample.target().equals(target))
            .mapToDouble(figure)
            .sorted()
            .toArray());
  }

  /** A figure over all samples. */
  Spread spread(ToDoubleFunction<Sample> figure) {
    return new Spread(all.stream().mapToDouble(figure).sorted().toArray());
  }

  /** What went wrong with a target. */
  Integrity integrity(String target) {
    Integrity sum = new Integrity();
    all.stream().filter(s -> s.target().equals(target)).forEach(s -> sum.add(s.integrity()));
    return sum;
  }
}
