package dev.otter.contract.auth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API key may do. */
public enum Scope {
  /** Make rooms and change them, and so hand out join links. */
  ROOMS_WRITE("rooms:write"),
  /** Read rooms. */
  ROOMS_READ("rooms:read"),
  /** Make, list, rotate and revoke API keys. */
  KEYS_ADMIN("keys:admin"),
  /** See and drain relays. */
  TURN_ADMIN("turn:admin"),
  /** Make, list, test and delete webhooks, and see what is on its way to them. */
  WEBHOOKS_ADMIN("webhooks:admin"),
  /** See nodes. */
  NODES_READ("nodes:read"),
  /** Empty nodes. */
  NODES_ADMIN("nodes:admin");

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /** The text form, as in the API. */
  @JsonValue
  public String text() {
    return text;
  }

  /** Finds a scope by its text; empty when there is none such. */
  public static Optional<Scope> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
  }

  /**
   * Reads a scope that another node wrote.
   *
   * @throws IllegalArgumentException when this version does not know it
   */
  @JsonCreator
  static Scope read(String text) {
    return of(text).orElseThrow(() -> new IllegalArgumentException("unknown scope"));
  }

  /** All scopes: what the key made at the first start has. */
  public static Set<Scope> all() {
    return Collections.unmodifiableSet(EnumSet.allOf(Scope.class));
  }

  /** Scopes as people read them, in the order of this list. */
  public static String list(Set<Scope> scopes) {
    return Arrays.stream(values())
        .filter(scopes::contains)
        .map(Scope::text)
        .collect(Collectors.joining(", "));
  }
}
