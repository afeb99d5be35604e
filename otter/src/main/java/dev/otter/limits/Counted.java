package dev.otter.limits;

import dev.otter.contract.cluster.ClientsCounted;
import dev.otter.contract.id.NodeTag;
import java.util.HashMap;
import java.util.Map;

/** What was counted here and the other nodes have not been told yet. Safe for any thread. */
final class Counted {

  /** So many sources go into one message; the rest of a tenth of a second counts here only. */
  static final int MAX_SOURCES = 5_000;

  private Map<String, Integer> requests = new HashMap<>();
  private Map<String, Integer> failures = new HashMap<>();

  synchronized void request(String source) {
    add(requests, source);
  }

  synchronized void failure(String address) {
    add(failures, address);
  }

  /** What was counted since the last time. */
  synchronized ClientsCounted take(NodeTag node) {
    ClientsCounted taken = new ClientsCounted(node, requests, failures);
    requests = new HashMap<>();
    failures = new HashMap<>();
    return taken;
  }

  private static void add(Map<String, Integer> counts, String source) {
    if (counts.size() < MAX_SOURCES || counts.containsKey(source)) {
      counts.merge(source, 1, Integer::sum);
    }
  }
}
