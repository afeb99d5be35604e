package dev.otter.command;

import dev.otter.config.ConfigurationPage;
import dev.otter.config.LoadedConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config show}: the configuration in effect. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Shows the configuration.",
    synopsisSubcommandLabel = "show")
public final class ConfigCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Alone it only says what there is. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Prints each option with its value and where that comes from, secrets masked. It is YAML.",
        "Exit codes: 0 printed, 2 the configuration is wrong."
      })
  int show(@Mixin NodeConfiguration configuration) {
    LoadedConfiguration loaded = configuration.load(spec.commandLine().getErr());
    if (loaded == null) {
      return ExitCode.WRONG_USE;
    }
    spec.commandLine().getOut().print(ConfigurationPage.inEffect(loaded));
    spec.commandLine().getOut().flush();
    return ExitCode.OK;
  }
}
