package dev.otter.command;

import dev.otter.config.ConfigurationException;
import dev.otter.config.ConfigurationLoader;
import dev.otter.config.LoadedConfiguration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The configuration that a node started with the same options would have. */
final class NodeConfiguration {

  @Option(
      names = {"-cluster", "--cluster", "-c"},
      description = "as a node of a cluster has it")
  private boolean cluster;

  @Option(names = "--config", paramLabel = "FILE", description = "a YAML file, as conf/otter.yaml")
  private Path file;

  /** Loads it; tells {@code err} what is wrong, and answers null then. */
  LoadedConfiguration load(PrintWriter err) {
    try {
      return ConfigurationLoader.load(Optional.ofNullable(file), System.getenv(), cluster);
    } catch (ConfigurationException e) {
      err.println(e.getMessage());
      return null;
    }
  }
}
