package dev.otter.contract.auth;

import java.util.List;

/**
 * All API keys, the oldest first.
 *
 * @param keys what may be shown of each
 */
public record ApiKeyList(List<ApiKeyInfo> keys) {

  /** Keeps its own copy of the list. */
  public ApiKeyList {
    keys = List.copyOf(keys);
  }
}
