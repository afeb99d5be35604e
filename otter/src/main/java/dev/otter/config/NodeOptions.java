package dev.otter.config;

import static dev.otter.config.OptionType.ALLOWED_TARGETS;
import static dev.otter.config.OptionType.DUPLICATE_IDENTITY_RULE;
import static dev.otter.config.OptionType.SECONDS;

import dev.otter.contract.config.AllowedTarget;
import dev.otter.contract.config.DrainConfig;
import dev.otter.contract.config.DuplicateIdentity;
import dev.otter.contract.config.LogConfig;
import dev.otter.contract.config.LogFormat;
import dev.otter.contract.config.LogLevel;
import dev.otter.contract.config.RoomsConfig;
import dev.otter.contract.config.WebhooksConfig;
import java.util.List;

/**
 * The options of the sections {@code rooms}, {@code webhooks}, {@code drain} and {@code log}: a
 * part of {@link OptionTable}.
 */
final class NodeOptions {

  static final Option<DuplicateIdentity> DUPLICATE_IDENTITY =
      Option.open(
          DuplicateIdentity.OPTION,
          "OTTER_ROOMS_DUPLICATE_IDENTITY",
          OptionDefault.of(RoomsConfig.DEFAULT_DUPLICATE_IDENTITY.optionText()),
          DUPLICATE_IDENTITY_RULE,
          "When an identity comes into a room that it is in already: `newest` puts the older one"
              + " out with 4412, `refuse` refuses the newest with 4413 while the older one is"
              + " connected, `allow` lets both in. Tokens of join links have no identity. Set the"
              + " same on every node.");

  static final Option<List<AllowedTarget>> WEBHOOK_TARGETS =
      Option.open(
          "webhooks.allowedTargets",
          "OTTER_WEBHOOKS_ALLOWED_TARGETS",
          OptionDefault.none("https and public addresses only"),
          ALLOWED_TARGETS,
          "Where webhooks may lead besides: host names, IP addresses or networks"
              + " (`hooks.internal,10.1.0.0/16`), also without TLS. Whoever may make webhooks can"
              + " then send requests there: name no more than needed.");

  static final Option<Integer> WEBHOOK_GIVE_UP =
      Option.open(
          "webhooks.giveUpSeconds",
          "OTTER_WEBHOOKS_GIVE_UP_SECONDS",
          OptionDefault.of(WebhooksConfig.DEFAULT_GIVE_UP_SECONDS),
          SECONDS,
          "How long a message to a webhook is tried before it is given up, and only sent again when"
              + " somebody says so.");

  static final Option<Integer> DRAIN_SECONDS =
      Option.open(
          "drain.seconds",
          "OTTER_DRAIN_SECONDS",
          OptionDefault.of(DrainConfig.DEFAULT_SECONDS),
          SECONDS,
          "Over how many seconds at most a stopping node of a cluster sends its clients to the"
              + " others; few clients take less. `0` closes all at once. A supervisor must wait"
              + " longer than this before it kills.");

  static final Option<LogLevel> LOG_LEVEL =
      Option.open(
          "log.level",
          "OTTER_LOG_LEVEL",
          OptionDefault.of(LogConfig.DEFAULT.level().optionText()),
          OptionType.LOG_LEVEL,
          "From which level on something is written to the log: `error`, `warn`, `info`, `debug`."
              + " Only with `debug` are addresses of users in it.");

  static final Option<LogFormat> LOG_FORMAT =
      Option.open(
          "log.format",
          "OTTER_LOG_FORMAT",
          OptionDefault.of(LogConfig.DEFAULT.format().optionText()),
          OptionType.LOG_FORMAT,
          "How a line of the log looks: `text` for people, `logfmt` (`key=value` pairs) or `json`"
              + " for programs ([logs.md](logs.md)).");

  static final List<Option<?>> ALL =
      List.of(
          DUPLICATE_IDENTITY,
          WEBHOOK_TARGETS,
          WEBHOOK_GIVE_UP,
          DRAIN_SECONDS,
          LOG_LEVEL,
          LOG_FORMAT);

  private NodeOptions() {}
}
