package dev.otter.bench;

import dev.otter.bench.mode.Sample;
import dev.otter.bench.report.Machine;
import dev.otter.bench.report.Report;
import dev.otter.bench.report.Samples;
import dev.otter.bench.target.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;

/** The command line of the benchmark; {@code make bench} writes it. */
public final class Main {

  private static final int NOT_CLEAN = 1;
  private static final int TOO_LONG = 3;
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final DateTimeFormatter FILE_NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm");

  private Main() {}

  /**
   * Runs a plan, prints the tables, and writes them to files. The process ends with 1 when a
   * message was lost, repeated or reordered.
   *
   * @param args see {@link Arguments}
   * @throws IOException when the results cannot be written
   */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.of(args);
    Plan plan = arguments.plan();
    endAtTheLatestAfter(plan);
    Launch launch =
        new Launch(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                arguments.path("otter", "otter/target/otter-fat.jar").toString()),
            arguments.path("others", "bench/others"),
            arguments.path("work", "bench/target/work"),
            arguments.isPinned());
    LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
    Machine machine = Machine.now();
    List<String> names = arguments.targets();
    List<Sample> samples = new Benchmark(plan, launch, System.err::println).run(names);
    Report report =
        new Report(plan.name(), now, machine, Machine.now(), names, new Samples(samples));
    System.out.println(report.markdown());
    Path results = Files.createDirectories(arguments.path("results", "bench/results"));
    String fileName = now.format(FILE_NAME);
    Files.writeString(results.resolve(fileName + ".md"), report.markdown());
    Files.writeString(results.resolve(fileName + ".json"), report.json());
    System.err.println("written to " + results.resolve(fileName) + ".md and .json");
    System.exit(samples.stream().allMatch(sample -> sample.integrity().isClean()) ? 0 : NOT_CLEAN);
  }

  /** Shutdown hooks then end the servers. */
  private static void endAtTheLatestAfter(Plan plan) {
    Duration bound = plan.bound().plus(GRACE);
    TimerTask end =
        new TimerTask() {
          @Override
          public void run() {
            System.err.println("not done after " + bound + ": given up");
            System.exit(TOO_LONG);
          }
        };
    new Timer(true).schedule(end, bound.toMillis());
  }
}
