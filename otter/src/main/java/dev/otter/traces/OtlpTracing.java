package dev.otter.traces;

import dev.otter.contract.config.TracesConfig;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.trace.Span;
import dev.otter.contract.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tracing by OpenTelemetry: spans wait in a bounded queue, and a thread of the library's posts them
 * to the collector. What does not fit, or is not taken, is lost. Safe for any thread.
 */
public final class OtlpTracing implements Tracing, AutoCloseable {

  private static final double HUNDRED = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration SEND_EVERY = Duration.ofSeconds(1);

  /** Version 0 of W3C Trace Context: trace, span, flags. */
  private static final Pattern PLACE =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

  /** Its warnings go elsewhere than the node's log; {@link LoggedExporter} says what failed. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private OtlpTracing(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("dev.otter");
  }

  /**
   * Begins to send.
   *
   * @param endpoint base of the collector's addresses
   * @param config how many are sent
   * @param node this node, as its spans say
   * @param version of the program
   */
  public static OtlpTracing start(URI endpoint, TracesConfig config, NodeTag node, String version) {
    LIBRARY.setLevel(Level.OFF);
    String base = endpoint.toString();
    OtlpHttpSpanExporter exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint((base.endsWith("/") ? base : base + "/") + "v1/traces")
            .setTimeout(TIMEOUT)
            .setConnectTimeout(TIMEOUT)
            .build();
    Attributes attributes =
        Attributes.of(
            AttributeKey.stringKey("service.name"),
            "otter",
            AttributeKey.stringKey("service.version"),
            version,
            AttributeKey.stringKey("service.instance.id"),
            node.value());
    return new OtlpTracing(
        SdkTracerProvider.builder()
            // By the trace's id alone: so all nodes choose the same, whatever a caller asks for.
            .setSampler(Sampler.traceIdRatioBased(config.percent() / HUNDRED))
            .setResource(Resource.create(attributes))
            .addSpanProcessor(
                BatchSpanProcessor.builder(new LoggedExporter(exporter))
                    .setScheduleDelay(SEND_EVERY)
                    .setExporterTimeout(TIMEOUT)
                    .build())
            .build());
  }

  @Override
  public boolean on() {
    return true;
  }

  @Override
  public long now() {
    return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
  }

  @Override
  public Span begin(String name, String parent, long began) {
    return new OtlpSpan(
        tracer
            .spanBuilder(name)
            .setParent(context(parent))
            .setStartTimestamp(began, TimeUnit.NANOSECONDS)
            .startSpan());
  }

  /** A place that is none begins a trace: it may have come from anybody. */
  private static Context context(String parent) {
    Matcher place = PLACE.matcher(parent == null ? "" : parent);
    if (!place.matches()) {
      return Context.root();
    }
    SpanContext remote =
        SpanContext.createFromRemoteParent(
            place.group(1),
            place.group(2),
            TraceFlags.fromHex(place.group(3), 0),
            TraceState.getDefault());
    return Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote));
  }

  /** Sends what waits. Blocking, for some seconds at most. */
  @Override
  public void close() {
    provider.shutdown().join(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }
}
