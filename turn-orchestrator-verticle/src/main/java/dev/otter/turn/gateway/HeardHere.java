package dev.otter.turn.gateway;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who of a session that another node has was heard by this one a moment ago. When the session gets
 * another node, that one is told by which node to answer. Used on one thread.
 */
final class HeardHere {

  private static final long MOMENT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Map<InetSocketAddress, Long> peers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Long> eldest) {
          return size() > PeerSlots.SIZE;
        }
      };

  private long clientAt;
  private boolean client;

  /** The client was heard. */
  void client(long now) {
    client = true;
    clientAt = now;
  }

  /** A peer was heard. */
  void peer(InetSocketAddress peer, long now) {
    peers.put(peer, now);
  }

  /** Whether the client was heard a moment ago. */
  boolean hasClient(long now) {
    return client && now - clientAt < MOMENT_NANOS;
  }

  /** The peers that were heard a moment ago. */
  List<InetSocketAddress> peers(long now) {
    List<InetSocketAddress> recent = new ArrayList<>();
    peers.forEach(
        (peer, at) -> {
          if (now - at < MOMENT_NANOS) {
            recent.add(peer);
          }
        });
    return recent;
  }
}
