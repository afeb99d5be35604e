package dev.otter.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.CoreConstants;
import ch.qos.logback.core.encoder.EncoderBase;
import dev.otter.contract.config.LogFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes an event as one line, in the {@link LogFormat} of the configuration. The keys are in
 * docs/logs.md. Only a stack trace as text has lines more, each indented. Safe for any thread.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {

  /** The property of Logback's context that has the node's tag. */
  static final String NODE_ID = "nodeId";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);
  private static final Pattern BARE = Pattern.compile("[^\\s\"=\\\\]+");
  private static final byte[] NOTHING = {};

  private volatile LogFormat format = LogFormat.TEXT;

  /** How lines look from now on. */
  void format(LogFormat next) {
    format = next;
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line =
        switch (format) {
          case TEXT -> text(event);
          case LOGFMT -> logfmt(fields(event));
          case JSON -> json(fields(event));
        };
    return (line + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ILoggingEvent event) {
    String line =
        "%s %-5s %s %s"
            .formatted(
                TIME.format(Instant.ofEpochMilli(event.getTimeStamp())),
                event.getLevel(),
                logger(event),
                SafeText.plain(String.valueOf(event.getFormattedMessage())));
    IThrowableProxy failure = event.getThrowableProxy();
    return failure == null ? line : line + '\n' + indented(failure);
  }

  /** The message of an exception may have lines of its own: none begins where an event does. */
  private static String indented(IThrowableProxy failure) {
    return ThrowableProxyUtil.asString(failure)
        .lines()
        .map(each -> "\t" + SafeText.plain(each.strip()))
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, Object> fields(ILoggingEvent event) {
    LogFields said = LogFields.of(event);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("ts", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    all.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    all.put("logger", logger(event));
    String node = event.getLoggerContextVO().getPropertyMap().get(NODE_ID);
    if (node != null) {
      all.put(NODE_ID, node);
    }
    all.put("message", said.words());
    all.putAll(said.values());
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure != null) {
      all.put("error", failure.getClassName() + ": " + failure.getMessage());
      all.put("stack", ThrowableProxyUtil.asString(failure));
    }
    return all;
  }

  /** The class's name without its package, as the classes of Otter have names of their own. */
  private static String logger(ILoggingEvent event) {
    String name = event.getLoggerName();
    return SafeText.plain(name.substring(name.lastIndexOf(CoreConstants.DOT) + 1));
  }

  private static String logfmt(Map<String, Object> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + '=' + bare(String.valueOf(field.getValue())))
        .collect(Collectors.joining(" "));
  }

  private static String bare(String value) {
    return BARE.matcher(value).matches() && SafeText.plain(value).equals(value)
        ? value
        : SafeText.quoted(value);
  }

  private static String json(Map<String, Object> fields) {
    return fields.entrySet().stream()
        .map(field -> SafeText.quoted(field.getKey()) + ':' + literal(field.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String literal(Object value) {
    return value == null
            || value instanceof Integer
            || value instanceof Long
            || value instanceof Boolean
        ? String.valueOf(value)
        : SafeText.quoted(String.valueOf(value));
  }
}
