package dev.otter.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the YAML file into texts by option path. It walks the parser's events, because these have
 * the line of each key and the text as it was written: {@code off} stays a word and a key of digits
 * keeps its zeros. Nested ({@code http:}, below it {@code port:}) and flat ({@code http.port:})
 * keys mean the same.
 *
 * <p>Used by one load and thrown away. Values are not looked at here.
 */
final class ConfigurationFile {

  /** Longest part of an unknown key that a message repeats, in characters. */
  private static final int SHOWN_CHARACTERS = 60;

  private final String name;
  private final YAMLParser parser;
  private final Map<String, Integer> linesByPath = new HashMap<>();
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<ConfigurationProblem> problems;

  private ConfigurationFile(String name, YAMLParser parser, List<ConfigurationProblem> problems) {
    this.name = name;
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * Reads a file's text.
   *
   * @param name the file's name for messages
   * @param content the file's text
   * @param problems what is wrong with single keys is added here
   * @return the settings by option path; keys without a value are left out
   * @throws ConfigurationException if the text is not YAML or not a mapping
   */
  static Map<String, Setting> read(
      String name, String content, List<ConfigurationProblem> problems) {
    try (YAMLParser parser = new YAMLFactory().createParser(content)) {
      ConfigurationFile file = new ConfigurationFile(name, parser, problems);
      file.readDocument();
      return file.settings;
    } catch (JsonProcessingException e) {
      throw refused(name, problems, YamlRefusal.describe(e));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
  }

  /** Refuses the whole file, for this reason and those found before. */
  static ConfigurationException refused(
      String name, List<ConfigurationProblem> earlier, String reason) {
    List<ConfigurationProblem> all = new ArrayList<>(earlier);
    all.add(new ConfigurationProblem(ConfigurationError.INVALID_FILE, name + ": " + reason));
    return new ConfigurationException(all);
  }

  private void readDocument() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null || first == JsonToken.VALUE_NULL) {
      return; // Nothing but comments: everything has its default.
    }
    if (first != JsonToken.START_OBJECT) {
      throw refused(name, problems, "must hold options by name, as in `http.port: 8080`");
    }
    readSection("");
    if (parser.nextToken() != null) {
      throw refused(name, problems, "must hold one YAML document, got more");
    }
  }

  /** Goes two levels deep at most: it enters only sections that are known. */
  private void readSection(String prefix) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String path = prefix + parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      JsonToken value = parser.nextToken();
      refuseAlias(line);
      Integer earlier = linesByPath.putIfAbsent(path, line);
      if (earlier != null) {
        problem(
            ConfigurationError.INVALID_FILE,
            shortened(path) + " must be set once, got it on line " + earlier + " and again",
            line);
        parser.skipChildren();
      } else if (value == JsonToken.START_OBJECT && OptionTable.isSection(path)) {
        readSection(path + ".");
      } else {
        readValue(path, line, value);
      }
    }
  }

  private void readValue(String path, int line, JsonToken value) throws IOException {
    Optional<Option<?>> option = OptionTable.byPath(path);
    if (option.isPresent()) {
      readOption(option.get(), line, value);
      return;
    }
    boolean section = OptionTable.isSection(path);
    if (section && value != JsonToken.VALUE_NULL) {
      problem(
          ConfigurationError.INVALID_OPTION,
          path + " must be a section with options of its own, got a single value or a list",
          line);
    } else if (!section) {
      unknown(path, line, value == JsonToken.START_OBJECT);
    }
    parser.skipChildren();
  }

  private void readOption(Option<?> option, int line, JsonToken value) throws IOException {
    String text = null;
    if (value == JsonToken.START_ARRAY && option.type().list()) {
      text = listText();
    } else if (value.isScalarValue() && value != JsonToken.VALUE_EMBEDDED_OBJECT) {
      text = value == JsonToken.VALUE_NULL ? "" : parser.getText();
    } else {
      parser.skipChildren();
    }
    if (text == null) {
      String allowed = option.type().list() ? "a list of single values" : "a single value";
      problem(
          ConfigurationError.INVALID_OPTION,
          option.path() + " must be " + allowed + ", got a list or section",
          line);
    } else if (!text.isBlank()) {
      settings.put(option.path(), new Setting(text.strip(), Origin.FILE, place(line)));
    }
  }

  /** The list's entries joined by commas, or null if one of them is no text. */
  private String listText() throws IOException {
    List<String> entries = new ArrayList<>();
    boolean plain = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      refuseAlias(parser.currentTokenLocation().getLineNr());
      JsonToken entry = parser.currentToken();
      plain &= entry.isScalarValue() && entry != JsonToken.VALUE_EMBEDDED_OBJECT;
      entries.add(plain && entry != JsonToken.VALUE_NULL ? parser.getText() : "");
      parser.skipChildren();
    }
    return plain ? String.join(",", entries) : null;
  }

  private void unknown(String path, int line, boolean mapping) {
    String key = shortened(path);
    List<String> known = new ArrayList<>();
    for (Option<?> option : OptionTable.ALL) {
      known.add(mapping ? option.section() : option.path());
    }
    problem(
        ConfigurationError.UNKNOWN_OPTION,
        key + " is no option, the nearest one is " + NearestName.of(key, known),
        line);
  }

  private void refuseAlias(int line) throws IOException {
    // Without aliases no small file can unfold into a big one, and no option needs them.
    if (parser.isCurrentAlias()) {
      throw refused(name, problems, "line " + line + ": YAML aliases (*name) are not supported");
    }
  }

  private void problem(ConfigurationError error, String message, int line) {
    problems.add(new ConfigurationProblem(error, message + " (" + place(line) + ")"));
  }

  private String place(int line) {
    return name + ", line " + line;
  }

  private static String shortened(String path) {
    String plain = path.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= SHOWN_CHARACTERS ? plain : plain.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
