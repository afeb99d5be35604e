package dev.otter.config;

import static dev.otter.config.OptionType.BYTES;
import static dev.otter.config.OptionType.COUNT;

import dev.otter.contract.config.LimitsConfig;
import java.util.List;

/** The options of the section {@code limits}: a part of {@link OptionTable}. */
final class LimitOptions {

  static final Option<Integer> MESSAGE_BYTES =
      Option.open(
          "limits.messageBytes",
          "OTTER_LIMITS_MESSAGE_BYTES",
          OptionDefault.of(ByteSize.text(LimitsConfig.DEFAULT_MESSAGE_BYTES)),
          BYTES,
          "Largest inbound WebSocket message, in bytes (`65536`, `64KiB`, `1MiB`). A larger one"
              + " closes its connection with 1009. `0`: no limit.");

  static final Option<Integer> CONNECTIONS_PER_NODE =
      Option.open(
          "limits.connectionsPerNode",
          "OTTER_LIMITS_CONNECTIONS_PER_NODE",
          OptionDefault.of(LimitsConfig.DEFAULT_CONNECTIONS_PER_NODE),
          COUNT,
          "WebSocket connections a node holds at a time; the next one is refused. `0`: no limit.");

  static final Option<Integer> OUTBOUND_BYTES =
      Option.open(
          "limits.outboundBytes",
          "OTTER_LIMITS_OUTBOUND_BYTES",
          OptionDefault.of(ByteSize.text(LimitsConfig.DEFAULT_OUTBOUND_BYTES)),
          BYTES,
          "Bytes that may wait for one slow reader (`1MiB`). More closes its connection with 4408."
              + " `0`: no limit, and one reader can fill the memory.");

  static final Option<Integer> MESSAGE_RATE =
      Option.open(
          "limits.messageRate",
          "OTTER_LIMITS_MESSAGE_RATE",
          OptionDefault.of(LimitsConfig.DEFAULT_MESSAGE_RATE),
          COUNT,
          "Messages a second that one connection may send, twice as many at once. More closes it"
              + " with 4429. `0`: no limit.");

  static final Option<Integer> CONNECTIONS_PER_ADDRESS =
      Option.open(
          "limits.connectionsPerAddress",
          "OTTER_LIMITS_CONNECTIONS_PER_ADDRESS",
          OptionDefault.of(LimitsConfig.DEFAULT_CONNECTIONS_PER_ADDRESS),
          COUNT,
          "WebSocket connections of one IP address (for IPv6: one /64 network) at a time; one more"
              + " is refused with 429. Behind a proxy all clients have the proxy's address:"
              + " set it there, and `0` here. `0`: no limit.");

  static final List<Option<?>> ALL =
      List.of(
          MESSAGE_BYTES,
          MESSAGE_RATE,
          CONNECTIONS_PER_ADDRESS,
          CONNECTIONS_PER_NODE,
          OUTBOUND_BYTES);

  private LimitOptions() {}
}
