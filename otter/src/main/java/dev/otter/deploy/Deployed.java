package dev.otter.deploy;

import java.net.URI;
import java.util.Optional;

/**
 * What the user is told at the end.
 *
 * @param page the start page
 * @param newApiKey the API key, if it was made just now; a secret
 * @param joinLink a link to try at once, if the key was made just now; a secret
 * @param wayIn a command that must run while the page is looked at; empty where none must
 */
public record Deployed(
    URI page, Optional<String> newApiKey, Optional<String> joinLink, Optional<String> wayIn) {

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "Deployed[page=" + page + "]";
  }
}
