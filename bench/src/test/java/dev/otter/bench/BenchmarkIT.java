package dev.otter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.bench.mode.Mode;
import dev.otter.bench.mode.Modes;
import dev.otter.bench.mode.Sample;
import dev.otter.bench.report.Machine;
import dev.otter.bench.report.Report;
import dev.otter.bench.report.Samples;
import dev.otter.bench.target.Integrity;
import dev.otter.bench.target.Launch;
import dev.otter.bench.target.Target;
import dev.otter.bench.wire.Loop;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The benchmark against a real node. What is asserted is what came, never how fast. */
@EnabledOnOs(OS.LINUX)
class BenchmarkIT {

  private static final long MEASURE_NANOS = 2_000_000_000;

  @TempDir Path work;

  @Test
  void everyLoadRunsOnANodeAndNothingIsLost() {
    List<String> targets = List.of("otter");

    List<Sample> samples = new Benchmark(Plan.smoke(), launch(), line -> {}).run(targets);

    assertThat(samples).hasSize(7);
    assertThat(samples)
        .allSatisfy(
            sample -> {
              // On a busy machine nothing may be done within the time, but all of it is in the end.
              assertThat(sample.count() + sample.integrity().checked())
                  .as(sample.toString())
                  .isPositive();
              assertThat(sample.integrity().isClean()).as(sample.toString()).isTrue();
              assertThat(sample.residentBytes()).isPositive();
            });
    Machine machine = Machine.now();
    String page =
        new Report("smoke", LocalDateTime.MIN, machine, machine, targets, new Samples(samples))
            .markdown();
    assertThat(page).contains("| rtt 300 B | ", "| idle 40 | ").doesNotContain("NOT CLEAN");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("DROP", (ToLongFunction<Integrity>) Integrity::lost),
        Arguments.of("REPEAT", (ToLongFunction<Integrity>) Integrity::duplicated),
        Arguments.of("DELAY", (ToLongFunction<Integrity>) Integrity::reordered),
        Arguments.of("DAMAGE", (ToLongFunction<Integrity>) Integrity::damaged));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void whatAServerDoesWrongIsFound(String fate, ToLongFunction<Integrity> found) {
    Mode flood = Modes.repeatable(2, 2, 2).get(2);

    try (Loop loop = new Loop();
        Target target = launch().startBare(fate)) {
      target.prepareRooms(2);
      Sample sample = flood.run(loop, target, MEASURE_NANOS);

      assertThat(found.applyAsLong(sample.integrity())).isPositive();
      assertThat(sample.integrity().isClean()).isFalse();
    }
  }

  private Launch launch() {
    List<String> otter = new ArrayList<>();
    otter.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    otter.addAll(List.of(System.getProperty("otter.add-opens").split(" ")));
    otter.addAll(List.of("-cp", System.getProperty("java.class.path")));
    otter.add("dev.otter.launcher.Main");
    return new Launch(otter, work, work, false);
  }
}
