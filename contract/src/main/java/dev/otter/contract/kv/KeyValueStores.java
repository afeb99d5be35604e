package dev.otter.contract.kv;

/** Where stores come from: one for each name, the same on all nodes. Safe for any thread. */
@FunctionalInterface
public interface KeyValueStores {

  /**
   * The store of that name. Asked twice, it is the same one.
   *
   * @param name lower-case letters, digits and hyphens; not null
   * @throws IllegalArgumentException if the name has another form
   */
  KeyValueStore open(String name);
}
