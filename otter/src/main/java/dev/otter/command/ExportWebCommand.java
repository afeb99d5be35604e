package dev.otter.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code export-web}: the call page as files for any static host. It needs no node to run. */
@Command(
    name = "export-web",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the call page, the SDK and <otter-call> as files for a static host or a CDN.",
      "The pages speak to the nodes at --api, which must allow their origin (http.allowedOrigins)."
    },
    footer = {"", "Exit codes: 0 written, 1 it could not be written, 2 the command line is wrong."})
public final class ExportWebCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--api",
      required = true,
      paramLabel = "ORIGIN",
      description = "where the nodes are, as browsers reach them: https://calls.example.org")
  private String api;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIRECTORY",
      description = "an empty directory, or one that is not there yet")
  private Path out;

  @Override
  public Integer call() {
    PrintWriter errors = spec.commandLine().getErr();
    URI origin = WebExport.origin(api);
    if (origin == null) {
      errors.printf(
          "--api takes an origin without a path, as https://calls.example.org, and got \"%s\"%n",
          api);
      return ExitCode.WRONG_USE;
    }
    try {
      if (Files.exists(out) && !isEmptyDirectory(out)) {
        errors.printf("--out takes an empty directory, and %s is none%n", out);
        return ExitCode.WRONG_USE;
      }
      int files = new WebExport(origin).writeTo(out);
      PrintWriter told = spec.commandLine().getOut();
      told.printf("%d files in %s, for the nodes at %s%n", files, out, origin);
      told.flush();
      return ExitCode.OK;
    } catch (IOException e) {
      errors.printf("%s could not be written: %s%n", out, e);
      return ExitCode.FAILED;
    } finally {
      errors.flush();
    }
  }

  private static boolean isEmptyDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }
}
