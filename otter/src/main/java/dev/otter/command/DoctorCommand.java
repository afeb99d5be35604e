package dev.otter.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.otter.config.LoadedConfiguration;
import dev.otter.contract.config.OtterConfig;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: what is wrong with an installation, and what to do. It changes nothing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Says what is wrong with an installation, and what to do.",
      "It looks at data directory, store, ports, cluster, public URL, and what would run the",
      "TURN servers and at which address. It changes nothing. A node may be running or not; of one",
      "that does, and whose auth.apiKey is configured, it explains each TURN server."
    },
    footer = {
      "",
      "Exit codes: 0 nothing is wrong (there may be warnings), 1 something is wrong, 2 the command",
      "line or the configuration is wrong."
    })
public final class DoctorCommand implements Callable<Integer> {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Spec private CommandSpec spec;
  @Mixin private NodeConfiguration configuration;

  @Option(names = "--json", description = "print the findings as JSON")
  private boolean json;

  @Override
  public Integer call() {
    LoadedConfiguration loaded = configuration.load(spec.commandLine().getErr());
    if (loaded == null) {
      return ExitCode.WRONG_USE;
    }
    List<Finding> findings = new ArrayList<>();
    loaded.warnings().forEach(text -> findings.add(Finding.warning("environment", text)));
    OtterConfig config = loaded.config();
    findings.addAll(new DataDirCheck(config).findings());
    findings.addAll(new PortsCheck(config).findings());
    findings.addAll(new ClusterCheck(config).findings());
    findings.addAll(new PublicUrlCheck(config.http()).findings());
    findings.addAll(new TurnCheck(config, System.getenv("PATH")).findings());
    findings.addAll(new RunningRelaysCheck(config).findings());
    print(findings);
    return findings.stream().anyMatch(each -> each.level() == Finding.Level.WRONG)
        ? ExitCode.FAILED
        : ExitCode.OK;
  }

  private void print(List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = MAPPER.createArrayNode();
      findings.forEach(
          each ->
              all.addObject()
                  .put("level", word(each))
                  .put("about", each.about())
                  .put("text", each.text()));
      out.println(MAPPER.createObjectNode().set("findings", all));
    } else {
      findings.forEach(
          each -> out.printf("%-8s %-12s %s%n", word(each), each.about(), each.text()));
    }
    out.flush();
  }

  private static String word(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }
}
