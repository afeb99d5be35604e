package dev.otter.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says what is wrong with YAML that cannot be parsed, without quoting it. */
final class YamlRefusal {

  private YamlRefusal() {}

  /**
   * Line and reason.
   *
   * @param e what the parser threw. Its own message quotes the lines around the fault, and one of
   *     them may be a secret: never show it.
   */
  static String describe(JsonProcessingException e) {
    String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    if (!(e.getCause() instanceof MarkedYAMLException cause)) {
      return line + "is not YAML";
    }
    if (cause.getProblemMark() != null) {
      line = "line " + (cause.getProblemMark().getLine() + 1) + ": ";
    }
    boolean star = cause.getContext() != null && cause.getContext().contains("alias");
    return line
        + "is not YAML, "
        + unquoted(cause.getProblem())
        + (star ? " (a star must stand in quotes: \"*\")" : "");
  }

  private static String unquoted(String problem) {
    // These two problems end with a piece of the file; the others tell one character at most.
    return problem
        .replaceAll("\\p{Cntrl}", "")
        .replaceFirst("(but found:|undefined tag handle).*", "$1 …");
  }
}
