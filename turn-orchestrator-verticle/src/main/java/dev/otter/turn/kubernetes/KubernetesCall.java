package dev.otter.turn.kubernetes;

/** All that is asked of the API server: what a role for the node has to allow (docs/turn.md). */
enum KubernetesCall {
  /** Looks for the relays that there are. */
  LIST_PODS("list", "pods"),
  /** Hears of what happens to them. */
  WATCH_PODS("watch", "pods"),
  /** Launches one. */
  CREATE_POD("create", "pods"),
  /** Ends one. */
  DELETE_POD("delete", "pods"),
  /** Reads the last words of one that ended. */
  READ_LOG("get", "pods/log"),
  /** Reaches the console of one, which listens in its pod only. */
  OPEN_PORT("get", "pods/portforward"),
  /** The same, as newer API servers ask for it. */
  OPEN_PORT_NEWER("create", "pods/portforward"),
  /** Hands a relay its settings. */
  CREATE_SECRET("create", "secrets"),
  /** Reads them again when another node takes over. */
  READ_SECRET("get", "secrets"),
  /** Reads the public address of a machine; only where turn.publicIp is not set. Not namespaced. */
  READ_NODE("get", "nodes");

  private final String verb;
  private final String resource;

  KubernetesCall(String verb, String resource) {
    this.verb = verb;
    this.resource = resource;
  }

  /** As a role names it. */
  String verb() {
    return verb;
  }

  /** As a role names it. */
  String resource() {
    return resource;
  }
}
