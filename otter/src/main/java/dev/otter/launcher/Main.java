package dev.otter.launcher;

import dev.otter.command.ConfigCommand;
import dev.otter.command.DoctorCommand;
import dev.otter.command.ExportWebCommand;
import dev.otter.command.KeysCommand;
import dev.otter.command.NodesCommand;
import dev.otter.command.RoomsCommand;
import dev.otter.command.TurnCommand;
import dev.otter.command.WebhooksCommand;
import dev.otter.deploy.DeployCommand;
import dev.otter.deploy.DestroyCommand;
import dev.otter.deploy.StatusCommand;
import picocli.CommandLine;

/** Starts Otter. */
public final class Main {

  private Main() {}

  /**
   * Runs a command line and, unless it started a node, ends the process with its exit code.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    ProcessDefaults.set();
    int exitCode = commandLine().execute(args);
    if (exitCode != RunCommand.RUNNING) {
      System.exit(exitCode);
    }
  }

  /** Without a command it runs a node, as {@code run} does. */
  private static CommandLine commandLine() {
    return new CommandLine(new RunCommand())
        .addSubcommand("run", new RunCommand())
        .addSubcommand(new KeysCommand())
        .addSubcommand(new RoomsCommand())
        .addSubcommand(new WebhooksCommand())
        .addSubcommand(new NodesCommand())
        .addSubcommand(new TurnCommand())
        .addSubcommand(new ConfigCommand())
        .addSubcommand(new DoctorCommand())
        .addSubcommand(new ExportWebCommand())
        .addSubcommand(new DeployCommand())
        .addSubcommand(new DestroyCommand())
        .addSubcommand(new StatusCommand());
  }
}
