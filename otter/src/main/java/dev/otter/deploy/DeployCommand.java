package dev.otter.deploy;

import dev.otter.command.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code deploy}: brings up a whole cluster, or makes one that runs as it is wanted now. */
@Command(
    name = "deploy",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Brings up a cluster: nodes, TURN servers, and on Docker a database and a load balancer.",
      "Said again, it changes what differs and nothing else; nodes are replaced one after the",
      "other, and calls go on. See docs/deploy.md."
    },
    footer = {
      "",
      "Exit codes: 0 it is as wanted, 1 something could not be done: what stands is said, and the",
      "same command goes on from there; 2 the command line is wrong, 5 Docker or Kubernetes does",
      "not answer."
    })
public final class DeployCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;
  @Mixin private DeployOptions options;

  @Option(names = "--dry-run", description = "say what would be done, and do nothing")
  private boolean dryRun;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StepRun run = new StepRun(out);
    try (DeployTarget opened = target.open()) {
      Undertaking undertaking = opened.undertake(options);
      List<DeployStep> steps = undertaking.plan();
      boolean work = steps.stream().anyMatch(DeployStep::isWork);
      if (dryRun) {
        run.show(steps);
        undertaking.applied().ifPresent(out::print);
        out.println(work ? "\nNothing was done (--dry-run)." : "\nThere is nothing to do.");
        out.flush();
        return ExitCode.OK;
      }
      return apply(undertaking, run, steps, work);
    } catch (DeployException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return e.exitCode();
    }
  }

  private int apply(Undertaking undertaking, StepRun run, List<DeployStep> steps, boolean work) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      run.run(steps);
      Deployed deployed = undertaking.outcome();
      out.println(work ? "\nIt is up.\n" : "\nIt is as wanted: nothing was changed.\n");
      out.println("  Page       " + deployed.page());
      deployed.newApiKey().ifPresent(this::showKey);
      deployed
          .joinLink()
          .ifPresent(
              link ->
                  out.println(
                      "  Join link  "
                          + link
                          + "\n             (open it in two tabs, and you are in a call)"));
      deployed
          .wayIn()
          .ifPresent(way -> out.println("  The way in " + way + "\n             (while it runs)"));
      out.println("\n  How it is:       status " + target.words());
      out.println("  To take it away: destroy " + target.words());
      out.flush();
      return ExitCode.OK;
    } catch (DeployException e) {
      String standing = run.standing();
      PrintWriter err = spec.commandLine().getErr();
      err.println("It stopped: " + e.getMessage());
      err.println("What stands: " + (standing.isEmpty() ? "nothing new" : standing));
      undertaking.newApiKey().ifPresent(this::showKey);
      err.println(
          "How to go on: mend that, and say the same again; it goes on from here. To take it away: "
              + "destroy "
              + target.words());
      return e.exitCode();
    }
  }

  private void showKey(String key) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "  API key    " + key + "\n             (shown this once: only its hash is stored)");
    out.flush();
  }
}
