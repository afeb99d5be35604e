package dev.otter.config;

import static dev.otter.config.OptionType.BYTES;
import static dev.otter.config.OptionType.COUNT;
import static dev.otter.config.OptionType.OPTIONAL_COUNT;

import dev.otter.contract.config.AccessLimitsConfig;
import dev.otter.contract.config.DeadlinesConfig;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.config.RoomsConfig;
import java.util.List;
import java.util.Optional;

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

  static final Option<Optional<Integer>> CONNECTIONS_PER_NODE =
      Option.open(
          "limits.connectionsPerNode",
          "OTTER_LIMITS_CONNECTIONS_PER_NODE",
          OptionDefault.none(
              LimitsConfig.DEFAULT_CONNECTIONS_PER_NODE + ", or 90 % of the open-file limit"),
          OPTIONAL_COUNT,
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
              + " is refused with 429. Behind a proxy, name it in `http.trustedProxies`. `0`: no"
              + " limit.");

  static final Option<Integer> REQUEST_RATE =
      Option.open(
          "limits.requestRate",
          "OTTER_LIMITS_REQUEST_RATE",
          OptionDefault.of(AccessLimitsConfig.DEFAULT_REQUEST_RATE),
          COUNT,
          "Requests a second to the API and upgrades that one address (for IPv6: one /64 network)"
              + " may send, and one API key, to all nodes of the cluster together; twice as many at"
              + " once. One more is refused with 429. Pages are not counted. `0`: no limit.");

  static final Option<Integer> ROOMS_PER_KEY =
      Option.open(
          "limits.roomsPerKey",
          "OTTER_LIMITS_ROOMS_PER_KEY",
          OptionDefault.of(RoomsConfig.DEFAULT_MAX_PER_KEY),
          COUNT,
          "Rooms that have not ended, of one API key, in the whole cluster; one more is refused"
              + " with 429. `0`: no limit.");

  static final Option<Integer> AUTH_FAILURES =
      Option.open(
          "limits.authFailures",
          "OTTER_LIMITS_AUTH_FAILURES",
          OptionDefault.of(AccessLimitsConfig.DEFAULT_AUTH_FAILURES),
          COUNT,
          "How often one address may come with a key or token that is none of ours within 30"
              + " minutes, at all nodes of the cluster together. From then on it may try one that"
              + " is not known to be good once in 100 ms, and after each failure half as often,"
              + " down to once in 25 s; sooner is refused with 429. `0`: no limit.");

  static final Option<Integer> REQUEST_SECONDS =
      Option.open(
          "limits.requestSeconds",
          "OTTER_LIMITS_REQUEST_SECONDS",
          OptionDefault.of(DeadlinesConfig.DEFAULT_REQUEST_SECONDS),
          COUNT,
          "Seconds in which an HTTP request, an upgrade too, must have come as a whole; a new"
              + " connection has as long to begin one. Later it is refused with 408, or just"
              + " closed. `0`: no limit, and clients that dribble hold connections for ever.");

  static final Option<Integer> HELLO_SECONDS =
      Option.open(
          "limits.helloSeconds",
          "OTTER_LIMITS_HELLO_SECONDS",
          OptionDefault.of(DeadlinesConfig.DEFAULT_HELLO_SECONDS),
          COUNT,
          "Seconds after the upgrade in which a client of `otter.v1` must say hello. Later it is"
              + " closed with 4407. `0`: no limit.");

  static final Option<Integer> SILENCE_SECONDS =
      Option.open(
          "limits.silenceSeconds",
          "OTTER_LIMITS_SILENCE_SECONDS",
          OptionDefault.of(DeadlinesConfig.DEFAULT_SILENCE_SECONDS),
          COUNT,
          "Seconds in which a WebSocket that gives no sign of life is closed. It is pinged each"
              + " quarter of it. `0`: no limit, and who lost its network keeps its place.");

  static final List<Option<?>> ALL =
      List.of(
          MESSAGE_BYTES,
          MESSAGE_RATE,
          CONNECTIONS_PER_ADDRESS,
          CONNECTIONS_PER_NODE,
          REQUEST_RATE,
          ROOMS_PER_KEY,
          AUTH_FAILURES,
          OUTBOUND_BYTES,
          REQUEST_SECONDS,
          HELLO_SECONDS,
          SILENCE_SECONDS);

  private LimitOptions() {}
}
