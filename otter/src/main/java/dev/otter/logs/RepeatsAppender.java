package dev.otter.logs;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes an event that is said again and again once, and after ten seconds once more, with how
 * often it was said in between ({@code repeated}). Equal are events of one class, level, text and
 * exception. So nobody fills a disk with one line, and no line is lost that says something new.
 *
 * <p>It remembers {@value #MOST} events at most: the oldest goes before its time. Safe for any
 * thread.
 */
public final class RepeatsAppender extends UnsynchronizedAppenderBase<ILoggingEvent>
    implements AppenderAttachable<ILoggingEvent> {

  /** How long an event is held back after it was written. */
  static final long WINDOW_MS = 10_000;

  /** How many different events are remembered. */
  static final int MOST = 1_000;

  private static final long LOOK_MS = 1_000;

  private final LongSupplier elapsedMs;
  private final InstantSource clock;
  private final AppenderAttachableImpl<ILoggingEvent> next = new AppenderAttachableImpl<>();
  private final Map<Said, Window> windows = new LinkedHashMap<>();
  private ScheduledFuture<?> looking;

  /** Made by Logback. */
  public RepeatsAppender() {
    this(() -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), InstantSource.system());
  }

  /** Made with clocks: of milliseconds that only go on, and of the time of day. */
  RepeatsAppender(LongSupplier elapsedMs, InstantSource clock) {
    this.elapsedMs = elapsedMs;
    this.clock = clock;
  }

  private record Said(String logger, Level level, String text, String failure) {}

  private static final class Window {
    private final ILoggingEvent event;
    private final long endMs;
    private int repeated;

    Window(ILoggingEvent event, long endMs) {
      this.event = event;
      this.endMs = endMs;
    }
  }

  @Override
  public void start() {
    super.start();
    looking =
        getContext()
            .getScheduledExecutorService()
            .scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() {
    if (isStarted()) {
      looking.cancel(false);
      close(Long.MAX_VALUE);
    }
    super.stop();
    next.detachAndStopAllAppenders();
  }

  /** Says what has been repeated in windows that are over. */
  void look() {
    close(elapsedMs.getAsLong());
  }

  @Override
  protected void append(ILoggingEvent event) {
    List<ILoggingEvent> out = new ArrayList<>();
    long nowMs = elapsedMs.getAsLong();
    synchronized (windows) {
      Said said = said(event);
      Window window = windows.get(said);
      if (window != null && nowMs < window.endMs) {
        window.repeated++;
        return;
      }
      if (window != null) {
        end(windows.remove(said), out);
      } else if (windows.size() == MOST) {
        Iterator<Window> oldest = windows.values().iterator();
        end(oldest.next(), out);
        oldest.remove();
      }
      windows.put(said, new Window(kept(event), nowMs + WINDOW_MS));
    }
    out.add(event);
    out.forEach(next::appendLoopOnAppenders);
  }

  private void close(long nowMs) {
    List<ILoggingEvent> out = new ArrayList<>();
    synchronized (windows) {
      Iterator<Window> each = windows.values().iterator();
      while (each.hasNext()) {
        Window window = each.next();
        if (nowMs < window.endMs) {
          break;
        }
        end(window, out);
        each.remove();
      }
    }
    out.forEach(next::appendLoopOnAppenders);
  }

  private static Said said(ILoggingEvent event) {
    IThrowableProxy failure = event.getThrowableProxy();
    return new Said(
        event.getLoggerName(),
        event.getLevel(),
        event.getFormattedMessage(),
        failure == null ? "" : failure.getClassName() + ": " + failure.getMessage());
  }

  private void end(Window window, List<ILoggingEvent> out) {
    if (window.repeated > 0) {
      String template = window.event.getMessage();
      int places = LogFields.places(template);
      Object[] arguments = Arrays.copyOf(window.event.getArgumentArray(), places + 1);
      arguments[places] = window.repeated;
      out.add(copy(window.event, template + " repeated={}", arguments));
    }
  }

  /** What is remembered holds on to no object of the one who logged it. */
  private ILoggingEvent kept(ILoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    Object[] texts = new Object[arguments == null ? 0 : arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i] instanceof Number ? arguments[i] : String.valueOf(arguments[i]);
    }
    return copy(event, event.getMessage(), texts);
  }

  private ILoggingEvent copy(ILoggingEvent event, String template, Object[] arguments) {
    LoggingEvent copy = new LoggingEvent();
    copy.setLoggerName(event.getLoggerName());
    copy.setLoggerContextRemoteView(event.getLoggerContextVO());
    copy.setLevel(event.getLevel());
    copy.setThreadName(event.getThreadName());
    copy.setMessage(template);
    copy.setArgumentArray(arguments);
    copy.setInstant(clock.instant());
    copy.setMDCPropertyMap(Map.of());
    return copy;
  }

  @Override
  public void addAppender(Appender<ILoggingEvent> appender) {
    next.addAppender(appender);
  }

  @Override
  public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
    return next.iteratorForAppenders();
  }

  @Override
  public Appender<ILoggingEvent> getAppender(String name) {
    return next.getAppender(name);
  }

  @Override
  public boolean isAttached(Appender<ILoggingEvent> appender) {
    return next.isAttached(appender);
  }

  @Override
  public void detachAndStopAllAppenders() {
    next.detachAndStopAllAppenders();
  }

  @Override
  public boolean detachAppender(Appender<ILoggingEvent> appender) {
    return next.detachAppender(appender);
  }

  @Override
  public boolean detachAppender(String name) {
    return next.detachAppender(name);
  }
}
