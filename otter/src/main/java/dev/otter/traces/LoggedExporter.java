package dev.otter.traces;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the node's log when the collector takes no spans and when it does again, each once. Safe
 * for any thread.
 */
final class LoggedExporter implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(LoggedExporter.class);

  private final SpanExporter exporter;
  private final AtomicBoolean away = new AtomicBoolean();

  LoggedExporter(SpanExporter exporter) {
    this.exporter = exporter;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode sent = exporter.export(spans);
    return sent.whenComplete(() -> note(sent));
  }

  private void note(CompletableResultCode sent) {
    if (!sent.isSuccess() && away.compareAndSet(false, true)) {
      Throwable failure = sent.getFailureThrowable();
      LOG.warn(
          "the collector takes no traces, they are lost until it does because={}",
          failure == null ? "it refused them" : failure.toString());
    } else if (sent.isSuccess() && away.compareAndSet(true, false)) {
      LOG.info("the collector takes traces again");
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
