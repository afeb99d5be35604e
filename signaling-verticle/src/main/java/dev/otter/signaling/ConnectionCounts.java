package dev.otter.signaling;

import dev.otter.contract.error.ErrorCode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How connections came, came back and ended on this node. Safe for any thread. */
final class ConnectionCounts {

  private final Map<Dialect, LongAdder> opened = adders(Dialect.class);
  private final Map<Ending, LongAdder> ended = adders(Ending.class);
  private final Map<ErrorCode, LongAdder> refused = adders(ErrorCode.class);
  private final Map<Resume, LongAdder> resumes = adders(Resume.class);
  private final Map<Resync, LongAdder> resyncs = adders(Resync.class);

  /** What a client speaks. */
  enum Dialect {
    /** No subprotocol. */
    PLAIN("plain"),
    /** The SDK's. */
    OTTER_V1("otter.v1");

    private final String label;

    Dialect(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** How a connection ended that the node did not refuse. */
  enum Ending {
    /** The client closed it. */
    LEFT,
    /** It ended without a word, and its client may come back. */
    BROKEN,
    /** The client gave no sign of life for too long. */
    SILENT;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What became of a client that wanted its place back. */
  enum Resume {
    /** It has it. */
    RESUMED,
    /** The place was gone; it came in anew. */
    ANEW,
    /** It was refused, or the rooms did not answer. */
    FAILED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why two clients had to begin anew with each other. */
  enum Resync {
    /** One came back after its place was gone. */
    PLACE,
    /** One could not send again what the other had missed. */
    MESSAGES;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Those that were opened. */
  LongAdder of(Dialect dialect) {
    return opened.get(dialect);
  }

  /** Those that ended by themselves. */
  LongAdder of(Ending how) {
    return ended.get(how);
  }

  /** Those that the node closed; a refusal without a close code of its own is {@code internal}. */
  LongAdder of(ErrorCode code) {
    return refused.get(code.closeCode().isPresent() ? code : ErrorCode.INTERNAL);
  }

  /** Clients that wanted their place back. */
  LongAdder of(Resume result) {
    return resumes.get(result);
  }

  /** What was lost, and was said to be. */
  LongAdder of(Resync why) {
    return resyncs.get(why);
  }

  private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
    Map<E, LongAdder> adders = new EnumMap<>(type);
    Arrays.stream(type.getEnumConstants()).forEach(each -> adders.put(each, new LongAdder()));
    return adders;
  }
}
