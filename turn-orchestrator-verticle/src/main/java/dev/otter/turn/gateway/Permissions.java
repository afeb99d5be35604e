package dev.otter.turn.gateway;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Which addresses a session lets through, each for five minutes (RFC 8656, 9). One thread. */
final class Permissions {

  private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private final int most;
  private final Map<InetAddress, Long> ends = new HashMap<>();

  /** Keeps so many at most. */
  Permissions(int most) {
    this.most = most;
  }

  /**
   * Lets addresses through from now, all or none.
   *
   * @return false when there would be more than there may be
   */
  boolean add(Collection<InetAddress> addresses, long now) {
    ends.values().removeIf(end -> end - now <= 0);
    long fresh = addresses.stream().distinct().filter(each -> !ends.containsKey(each)).count();
    if (ends.size() + fresh > most) {
      return false;
    }
    addresses.forEach(each -> ends.put(each, now + LIFE_NANOS));
    return true;
  }

  /** Lets addresses of another node's session through, as they were a moment ago. */
  void restore(List<String> texts, long now) {
    texts.stream()
        .map(NetUtil::createInetAddressFromIpAddressString)
        .filter(Objects::nonNull)
        .limit(most)
        .forEach(each -> ends.put(each, now + LIFE_NANOS));
  }

  /** Those that are let through, always in the same order. */
  List<String> addresses(long now) {
    return ends.entrySet().stream()
        .filter(each -> each.getValue() - now > 0)
        .map(each -> each.getKey().getHostAddress())
        .sorted()
        .toList();
  }

  /** Whether an address is let through. */
  boolean has(InetAddress address, long now) {
    Long end = ends.get(address);
    return end != null && end - now > 0;
  }
}
