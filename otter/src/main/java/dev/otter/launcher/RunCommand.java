package dev.otter.launcher;

import dev.otter.config.ConfigurationException;
import dev.otter.config.ConfigurationLoader;
import dev.otter.config.ConfigurationPage;
import dev.otter.config.LoadedConfiguration;
import dev.otter.logs.NodeLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line {@code java -jar otter-fat.jar [-cluster]}: runs a node until it is stopped. */
@Command(
    name = "otter",
    mixinStandardHelpOptions = true,
    versionProvider = OtterVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Runs a node of Otter: peer-to-peer video calls, self-hosted.",
    synopsisSubcommandLabel = "[run | deploy | status | destroy | keys | rooms | …]",
    footer = {
      "",
      "Without a command it runs a node, as run does. Every option of the configuration has an",
      "environment name too; docs/configuration.md lists them.",
      "Exit codes: 0 stopped in order, 1 could not start, 2 the command line or the configuration",
      "is wrong."
    })
final class RunCommand implements Callable<Integer> {

  /** The node runs; the process ends when it is stopped. */
  static final int RUNNING = -1;

  private static final int OK = 0;
  private static final int CANNOT_START = 1;
  private static final int WRONG_USE = 2;
  private static final int START_TIMEOUT_SECONDS = 60;

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = {"-cluster", "--cluster", "-c"},
      description = "join the cluster that cluster.members names")
  private boolean cluster;

  @Option(names = "--config", paramLabel = "FILE", description = "a YAML file, as conf/otter.yaml")
  private Path file;

  @Option(
      names = "--print-config",
      description = "print each option with its value and where that comes from, and exit")
  private boolean printConfig;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    LoadedConfiguration loaded;
    try {
      loaded = ConfigurationLoader.load(Optional.ofNullable(file), System.getenv(), cluster);
    } catch (ConfigurationException e) {
      err.println(e.getMessage());
      return WRONG_USE;
    }
    if (printConfig) {
      out.print(ConfigurationPage.inEffect(loaded));
      out.flush();
      return OK;
    }
    NodeLog.set(loaded.config().observation().log());
    loaded.warnings().forEach(LOG::warn);
    return run(new OtterNode(loaded.config()), out, err);
  }

  /**
   * A signal's own exit code would say "killed" to a supervisor; a node that stopped in order says
   * 0.
   */
  private static void stop(OtterNode node) {
    boolean inOrder = node.stopAndWait();
    NodeLog.close();
    if (inOrder) {
      Runtime.getRuntime().halt(OK);
    }
  }

  private static int run(OtterNode node, PrintWriter out, PrintWriter err)
      throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "otter-shutdown"));
    try {
      Welcome welcome =
          node.start()
              .toCompletionStage()
              .toCompletableFuture()
              .get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      out.print(welcome.text());
      out.flush();
      HeapSize.keep();
      return RUNNING;
    } catch (ExecutionException e) {
      LOG.debug("start failed", e.getCause());
      err.println("Otter could not start: " + StartFailure.explain(e.getCause()));
    } catch (TimeoutException e) {
      err.println("Otter could not start within " + START_TIMEOUT_SECONDS + " s");
    }
    return CANNOT_START;
  }
}
