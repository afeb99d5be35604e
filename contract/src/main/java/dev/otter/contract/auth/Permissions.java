package dev.otter.contract.auth;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a room token allows in its room.
 *
 * @param role whether its holder may put others out
 * @param grants what its holder may publish, in the order of {@link Grant}
 */
public record Permissions(Role role, Set<Grant> grants) {

  /** What a token allows that says nothing of it: to take part with everything. */
  public static final Permissions OF_A_GUEST = new Permissions(Role.GUEST, all());

  /** Keeps its own copy; grants that this version does not know are left out. */
  public Permissions {
    EnumSet<Grant> known = EnumSet.noneOf(Grant.class);
    grants.stream().filter(Objects::nonNull).forEach(known::add);
    grants = Collections.unmodifiableSet(known);
  }

  /** A guest's, where none are given: by a node of the version before this one. */
  public static Permissions orOfAGuest(Permissions given) {
    return given == null ? OF_A_GUEST : given;
  }

  private static Set<Grant> all() {
    return EnumSet.allOf(Grant.class);
  }

  /** The words of the grants. */
  public List<String> grantWords() {
    return grants.stream().map(Grant::word).toList();
  }
}
