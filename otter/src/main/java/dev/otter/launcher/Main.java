package dev.otter.launcher;

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
    int exitCode = new CommandLine(new RunCommand()).execute(args);
    if (exitCode != RunCommand.RUNNING) {
      System.exit(exitCode);
    }
  }
}
