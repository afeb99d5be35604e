package dev.otter.contract.trace;

import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Begins spans. Of each Vert.x there is one, which does nothing unless the node traces. Safe for
 * any thread.
 */
public interface Tracing extends Shareable {

  /** The header in which a place travels, over HTTP and over the bus. */
  String HEADER = "traceparent";

  /** The one of a node that traces nothing. */
  Tracing OFF =
      new Tracing() {
        @Override
        public boolean on() {
          return false;
        }

        @Override
        public long now() {
          return 0;
        }

        @Override
        public Span begin(String name, String parent, long began) {
          return Span.NONE;
        }
      };

  /** Whether anything is traced. */
  boolean on();

  /** The time for {@link #begin(String, String, long)}, in nanoseconds. */
  long now();

  /**
   * Begins a span that has begun before.
   *
   * @param name what is done; one of few, nothing that came
   * @param parent the place of what it is a part of; null, or one that is none, begins a trace
   * @param began what {@link #now} was then
   */
  Span begin(String name, String parent, long began);

  /** Begins a span. */
  default Span begin(String name, String parent) {
    return begin(name, parent, now());
  }

  /** That of a Vert.x. */
  static Tracing of(Vertx vertx) {
    // By Vert.x, as several nodes of a test are in one process.
    return vertx.sharedData().<String, Tracing>getLocalMap(HEADER).getOrDefault(HEADER, OFF);
  }

  /** Makes it that of a Vert.x, from what is opened there from now on. */
  static void install(Vertx vertx, Tracing tracing) {
    vertx.sharedData().<String, Tracing>getLocalMap(HEADER).put(HEADER, tracing);
  }

  /**
   * Where the code is that runs now on this context: one request, or one message; null for none.
   */
  static String here() {
    ContextInternal context = ContextInternal.current();
    Map<Object, Object> locals = context == null ? null : ContextInternal.LOCAL_MAP.get(context);
    return locals == null ? null : (String) locals.get(Tracing.class);
  }

  /** All that this context still does for its request or message is a part of a span. */
  static void enter(Span span) {
    ContextInternal context = ContextInternal.current();
    if (context != null && span.place() != null) {
      ContextInternal.LOCAL_MAP
          .get(context, ConcurrentHashMap::new)
          .put(Tracing.class, span.place());
    }
  }
}
