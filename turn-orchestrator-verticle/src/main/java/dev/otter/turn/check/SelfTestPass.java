package dev.otter.turn.check;

import java.util.Optional;

/**
 * A relay has passed its self-test.
 *
 * @param ipv6Fault why clients are not to be told its IPv6 address, in words; empty where they may
 *     be, or it listens on none
 */
public record SelfTestPass(Optional<String> ipv6Fault) {

  /** In all ways by which it is reached. */
  public static final SelfTestPass WHOLE = new SelfTestPass(Optional.empty());

  /** By IPv4 only. */
  static SelfTestPass withoutIpv6(String why) {
    return new SelfTestPass(Optional.of(why));
  }
}
