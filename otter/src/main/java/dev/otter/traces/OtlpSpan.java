package dev.otter.traces;

import dev.otter.contract.error.RefusedException;
import dev.otter.contract.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;

/** A span of OpenTelemetry. Safe for any thread. */
final class OtlpSpan implements Span {

  private static final String ERROR_TYPE = "error.type";

  private final io.opentelemetry.api.trace.Span span;

  OtlpSpan(io.opentelemetry.api.trace.Span span) {
    this.span = span;
  }

  @Override
  public String place() {
    SpanContext own = span.getSpanContext();
    return "00-" + own.getTraceId() + '-' + own.getSpanId() + '-' + own.getTraceFlags().asHex();
  }

  @Override
  public Span named(String name) {
    span.updateName(name);
    return this;
  }

  @Override
  public Span with(String key, String value) {
    span.setAttribute(key, value);
    return this;
  }

  @Override
  public void end() {
    span.end();
  }

  /** A refusal of ours is no fault, and has a code that says all. */
  @Override
  public void fail(Throwable failure) {
    if (failure instanceof RefusedException refused) {
      with(ERROR_TYPE, refused.code().code());
    } else {
      with(ERROR_TYPE, failure.getClass().getName());
      span.setStatus(StatusCode.ERROR);
    }
    end();
  }
}
