package dev.otter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a {@link V1Client} keeps of each of the others. Belongs to the client's loop. */
final class V1Peers {

  private final Map<String, V1Peer> peers = new HashMap<>();

  V1Peer of(String id) {
    return peers.computeIfAbsent(id, unknown -> new V1Peer());
  }

  void forget(String id) {
    peers.remove(id);
  }

  void forgetAll() {
    peers.clear();
  }

  /** Forgets all but those whom a greeting names. */
  void keepOnly(JsonNode greeted) {
    Set<String> there = new HashSet<>();
    greeted.forEach(peer -> there.add(peer.get("connectionId").asText()));
    peers.keySet().retainAll(there);
  }

  boolean allAcknowledged() {
    return peers.values().stream().allMatch(each -> each.unacknowledged().isEmpty());
  }

  /** The texts that one has not acknowledged. */
  List<String> unacknowledged(String peer) {
    return of(peer).unacknowledged().stream()
        .map(sent -> V1Texts.message(peer, sent.seq(), sent.payload()))
        .toList();
  }

  /** The texts that any has not acknowledged. */
  List<String> unacknowledged() {
    return List.copyOf(peers.keySet()).stream()
        .flatMap(peer -> unacknowledged(peer).stream())
        .toList();
  }

  /** One text for each of those who have not acknowledged for long. */
  List<String> probes() {
    return peers.entrySet().stream()
        .flatMap(
            each ->
                each.getValue().probe(System.nanoTime()).stream()
                    .map(sent -> V1Texts.message(each.getKey(), sent.seq(), sent.payload())))
        .toList();
  }
}
