package dev.otter.launcher;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest has it. */
final class OtterVersion implements IVersionProvider {

  static String text() {
    return Optional.ofNullable(OtterVersion.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"Otter " + text()};
  }
}
