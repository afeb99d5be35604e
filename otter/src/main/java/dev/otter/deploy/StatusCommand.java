package dev.otter.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.otter.command.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: how each part of a deployment is. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Says how each part of a deployment is, since when, and where.",
    footer = {
      "",
      "Exit codes: 0 all parts do what they should, 1 one does not, 2 the command line is wrong,",
      "4 nothing is deployed, 5 Docker or Kubernetes does",
      "not answer."
    })
public final class StatusCommand implements Callable<Integer> {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions target;

  @Option(names = "--json", description = "print the parts as JSON")
  private boolean json;

  @Override
  public Integer call() {
    try (DeployTarget opened = target.open()) {
      List<PartStatus> parts = opened.status();
      if (parts.isEmpty()) {
        spec.commandLine().getErr().println("nothing is deployed with " + target.words());
        return ExitCode.NOT_FOUND;
      }
      print(parts);
      return parts.stream().allMatch(PartStatus::isWell) ? ExitCode.OK : ExitCode.FAILED;
    } catch (DeployException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return e.exitCode();
    }
  }

  private void print(List<PartStatus> parts) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = MAPPER.createArrayNode();
      parts.forEach(
          each ->
              all.addObject()
                  .put("part", each.part())
                  .put("well", each.isWell())
                  .put("state", each.state())
                  .put("since", each.since())
                  .put("address", each.address())
                  .put("image", each.image()));
      out.println(MAPPER.createObjectNode().set("parts", all));
    } else {
      parts.forEach(
          each ->
              out.printf(
                  "%-10s %-4s %-22s since %-20s %-24s %s%n",
                  each.part(),
                  each.isWell() ? "ok" : "!!",
                  each.state(),
                  each.since().isEmpty() ? "?" : each.since(),
                  each.address(),
                  each.image()));
    }
    out.flush();
  }
}
