package dev.otter.config;

import java.util.regex.Pattern;

/** The configuration for people: the table in docs/configuration.md, and {@code --print-config}. */
public final class ConfigurationPage {

  /** Stands before the generated table in the page. */
  private static final String BEGIN = "<!-- options: generated, do not edit by hand -->\n";

  /** Stands after the generated table in the page. */
  private static final String END = "<!-- options: end -->\n";

  // What YAML takes as it stands, whatever is around it; everything else gets quotes.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./][A-Za-z0-9./:,_-]*(?<!:)");

  private ConfigurationPage() {}

  /**
   * The table of all options.
   *
   * @return a Markdown table, each line ended
   */
  public static String table() {
    StringBuilder table =
        new StringBuilder("| option | environment | default | meaning |\n|---|---|---|---|\n");
    for (Option<?> option : OptionTable.ALL) {
      table
          .append("| `")
          .append(option.path())
          .append("` | `")
          .append(option.environmentName())
          .append("` | ")
          .append(shownDefault(option))
          .append(" | ")
          .append(option.description().replace("|", "\\|"))
          .append(" |\n");
    }
    return table.toString();
  }

  /**
   * The page with its table up to date.
   *
   * @param page the text of docs/configuration.md; not null
   * @return the same text with the present {@link #table()} between its marks
   * @throws IllegalArgumentException if the page has no marks
   */
  public static String withTable(String page) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("page must have the lines " + BEGIN + " and " + END);
    }
    return page.substring(0, begin + BEGIN.length()) + "\n" + table() + "\n" + page.substring(end);
  }

  /**
   * The text of {@code --print-config}: each option with its value in effect and where that comes
   * from, secrets masked. It is YAML, and can be used as a file once masked secrets are filled in.
   *
   * @param loaded what was loaded; not null
   * @return one line per option, each line ended
   */
  public static String inEffect(LoadedConfiguration loaded) {
    StringBuilder text =
        new StringBuilder("# The configuration in effect, ")
            .append(loaded.config().cluster().enabled() ? "with" : "without")
            .append(" -cluster.\n");
    for (OptionValue value : loaded.values()) {
      text.append(value.option().path()).append(':');
      if (!value.isDescribed()) {
        text.append(' ').append(quoted(value.shown()));
      }
      text.append("  # ").append(value.origin().text());
      if (value.origin() == Origin.ENVIRONMENT) {
        text.append(' ').append(value.option().environmentName());
      }
      if (value.isDescribed()) {
        text.append(": ").append(value.shown());
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String shownDefault(Option<?> option) {
    OptionDefault value = option.defaultValue();
    if (value.text().isEmpty()) {
      return value.shown().replace("<", "&lt;").replace(">", "&gt;");
    }
    return value.text().equals(value.clusterText())
        ? "`" + value.text() + "`"
        : "`" + value.text() + "`, with `-cluster` `" + value.clusterText() + "`";
  }

  private static String quoted(String value) {
    if (PLAIN.matcher(value).matches()) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
