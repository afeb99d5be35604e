package dev.otter.turn.gateway;

import dev.otter.contract.id.NodeTag;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What another node needs of a session to go on with it; kept in the store. No secret is in it: the
 * key of a session is worked out again from its user name.
 *
 * @param owner the node that has it; not null
 * @param takes how often it was taken over: of two records of one session the later one has more
 * @param username that it was made with; not null
 * @param keyMark by which its key is known again among those of several secrets; not null
 * @param transaction the request that made it, in hexadecimal digits; not null
 * @param port of its relayed address; 0 while it is being opened
 * @param permissions the addresses that it lets through
 * @param channels the peer of each channel
 * @param endsAt in seconds since 1970, unless it is refreshed
 */
record SessionRecord(
    NodeTag owner,
    int takes,
    String username,
    String keyMark,
    String transaction,
    int port,
    List<String> permissions,
    Map<Integer, String> channels,
    long endsAt) {

  SessionRecord {
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(keyMark, "keyMark");
    Objects.requireNonNull(transaction, "transaction");
    permissions = List.copyOf(permissions);
    channels = Map.copyOf(channels);
  }

  /** The same session at another node. */
  SessionRecord takenBy(NodeTag heir) {
    return new SessionRecord(
        heir, takes + 1, username, keyMark, transaction, port, permissions, channels, endsAt);
  }
}
