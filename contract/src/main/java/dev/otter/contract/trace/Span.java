package dev.otter.contract.trace;

/**
 * A piece of work in a trace. What is said of it must be no secret, no SDP, no name and no address
 * of a user. Safe for any thread.
 */
public interface Span {

  /** The span of a node that traces nothing. */
  Span NONE =
      new Span() {
        @Override
        public String place() {
          return null;
        }

        @Override
        public Span named(String name) {
          return this;
        }

        @Override
        public Span with(String key, String value) {
          return this;
        }

        @Override
        public void end() {
          // There is none.
        }

        @Override
        public void fail(Throwable failure) {
          // There is none.
        }
      };

  /** Its place in the trace, as {@code traceparent} of W3C: a parent for others. Null for none. */
  String place();

  /** Gives it the name that is known only now. */
  Span named(String name);

  /** Says something of it. */
  Span with(String key, String value);

  /** It is done. */
  void end();

  /** It failed; of an unexpected failure only the class is said, as its text may hold anything. */
  void fail(Throwable failure);
}
