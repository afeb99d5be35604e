package dev.otter.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.AppenderAttachable;
import dev.otter.contract.config.LogConfig;
import dev.otter.contract.config.LogFormat;
import dev.otter.contract.config.LogLevel;
import dev.otter.contract.id.NodeTag;
import org.slf4j.LoggerFactory;

/**
 * The log of this process, as configured. Whoever brings a {@code logback.xml} of their own keeps
 * it as it is. Safe for any thread.
 */
public final class NodeLog {

  private static final String OTTER = "dev.otter";
  private static final String HAZELCAST = "com.hazelcast";

  private NodeLog() {}

  /** Sets level and format; called once the configuration is read. */
  public static void set(LogConfig config) {
    Logger root = context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (!formatOf(root, config.format())) {
      return;
    }
    Level level = Level.toLevel(config.level().name());
    // Debug is Otter's own: nobody vouches for what libraries say there of users and secrets.
    root.setLevel(config.level() == LogLevel.DEBUG ? Level.INFO : level);
    context().getLogger(OTTER).setLevel(level);
    if (config.level() == LogLevel.ERROR) {
      context().getLogger(HAZELCAST).setLevel(Level.ERROR);
    }
  }

  /** Names the node that each line is of from now on. */
  public static void of(NodeTag node) {
    context().putProperty(LineEncoder.NODE_ID, node.toString());
  }

  /** Writes what is held back; the process ends. */
  public static void close() {
    context().stop();
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }

  /** Whether there was an encoder of ours to be told. */
  private static boolean formatOf(AppenderAttachable<?> parent, LogFormat format) {
    boolean told = false;
    for (var each = parent.iteratorForAppenders(); each.hasNext(); ) {
      Appender<?> appender = each.next();
      if (appender instanceof AppenderAttachable<?> attachable) {
        told |= formatOf(attachable, format);
      } else if (appender instanceof OutputStreamAppender<?> writing
          && writing.getEncoder() instanceof LineEncoder encoder) {
        encoder.format(format);
        told = true;
      }
    }
    return told;
  }
}
