package dev.otter.deploy;

import dev.otter.command.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code destroy}: takes away what {@code deploy} has brought up. It asks first. */
@Command(
    name = "destroy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Takes away all that deploy has brought up. It asks first.",
    footer = {
      "",
      "Exit codes: 0 nothing of it is left, 1 something could not be done, or the answer was no;",
      "2 the command line is wrong, 4 nothing is deployed, 5 Docker or Kubernetes does",
      "not answer."
    })
public final class DestroyCommand implements Callable<Integer> {

  private static final String YES = "yes";

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(names = "--yes", description = "do not ask")
  private boolean sure;

  @Option(
      names = "--keep-data",
      description = "keep rooms, API keys and secrets for the next deploy of this name")
  private boolean keepData;

  @Option(names = "--dry-run", description = "say what would be done, and do nothing")
  private boolean dryRun;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StepRun run = new StepRun(out);
    try (DeployTarget opened = target.open()) {
      List<DeployStep> steps = opened.removal(keepData);
      if (steps.isEmpty()) {
        spec.commandLine().getErr().println("nothing is deployed with " + target.words());
        return ExitCode.NOT_FOUND;
      }
      if (dryRun) {
        run.show(steps);
        out.println("\nNothing was done (--dry-run).");
        out.flush();
        return ExitCode.OK;
      }
      if (!sure && !isAgreed(steps)) {
        spec.commandLine().getErr().println("nothing was removed");
        return ExitCode.FAILED;
      }
      run.run(steps);
      out.println(keepData ? "\nIt is gone; its data is kept." : "\nIt is gone, and its data.");
      out.flush();
      return ExitCode.OK;
    } catch (DeployException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return e.exitCode();
    }
  }

  private boolean isAgreed(List<DeployStep> steps) {
    PrintWriter out = spec.commandLine().getOut();
    new StepRun(out).show(steps);
    out.print(
        "\nThis ends all calls"
            + (keepData ? "" : ", and deletes rooms, API keys and secrets")
            + ". Type yes to go on: ");
    out.flush();
    try {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      return YES.equals(in.readLine());
    } catch (IOException e) {
      return false;
    }
  }
}
