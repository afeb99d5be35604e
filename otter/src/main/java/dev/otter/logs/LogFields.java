package dev.otter.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.helpers.MessageFormatter;

/**
 * What an event says: words for people, and values under keys. They are told apart in the template,
 * such as {@code "left roomId={} connectionId={}"}, which is code, never in the text that comes of
 * it: no value can make itself a key. Keys stand at the template's end.
 *
 * @param words the text without keys; not escaped
 * @param values the values by key, in the order of the template
 */
record LogFields(String words, Map<String, Object> values) {

  /** Keys that every line has, or that the encoder makes; a template cannot take them. */
  private static final Set<String> RESERVED =
      Set.of("ts", "level", "logger", "message", "error", "stack");

  private static final String PLACE = "{}";
  private static final Pattern KEYS = Pattern.compile("(?: [a-z][A-Za-z0-9]*=\\{})+$");
  private static final Pattern KEY = Pattern.compile(" ([a-z][A-Za-z0-9]*)=\\{}");

  /** Reads an event. Safe for any thread. */
  static LogFields of(ILoggingEvent event) {
    String template = event.getMessage();
    Object[] arguments = event.getArgumentArray();
    if (template == null || arguments == null) {
      return new LogFields(String.valueOf(event.getFormattedMessage()), Map.of());
    }
    Matcher keys = KEYS.matcher(template);
    if (!keys.find()) {
      return new LogFields(event.getFormattedMessage(), Map.of());
    }
    String words = template.substring(0, keys.start());
    int next = places(words);
    Map<String, Object> values = new LinkedHashMap<>();
    Matcher key = KEY.matcher(keys.group());
    while (key.find()) {
      String name = RESERVED.contains(key.group(1)) ? key.group(1) + "Of" : key.group(1);
      values.put(name, next < arguments.length ? arguments[next] : null);
      next++;
    }
    return new LogFields(MessageFormatter.basicArrayFormat(words, arguments), values);
  }

  /** How many values a template, or the beginning of one, takes. */
  static int places(String template) {
    int count = 0;
    int at = template.indexOf(PLACE);
    for (; at >= 0; at = template.indexOf(PLACE, at + PLACE.length())) {
      count++;
    }
    return count;
  }
}
