package dev.otter.contract.bus;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/**
 * Which addresses this node answers itself, so that a request stays on the node where it can. The
 * clustered event bus alone would spread requests over all nodes.
 */
final class LocalAnswers {

  private static final String NAME = "otter.bus.local-answers";

  private final LocalMap<String, Boolean> addresses;

  LocalAnswers(Vertx vertx) {
    this.addresses = vertx.sharedData().getLocalMap(NAME);
  }

  void add(String address) {
    addresses.put(address, Boolean.TRUE);
  }

  void remove(String address) {
    addresses.remove(address);
  }

  boolean contains(String address) {
    return addresses.containsKey(address);
  }
}
