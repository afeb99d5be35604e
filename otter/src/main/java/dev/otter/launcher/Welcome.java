package dev.otter.launcher;

import java.net.URI;
import java.util.Optional;

/**
 * What a person sees in the terminal when a node runs. It is not the log: it may show the API key,
 * once.
 *
 * @param page the start page
 * @param newApiKey the API key, if it was made just now
 * @param joinLink a link to try at once; empty in a cluster
 */
record Welcome(URI page, Optional<String> newApiKey, Optional<String> joinLink) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("\nOtter ").append(OtterVersion.text()).append(" is running.\n\n");
    text.append("  Page       ").append(page).append("/\n");
    newApiKey.ifPresent(
        key ->
            text.append("  API key    ")
                .append(key)
                .append("\n             (shown this once: only its hash is stored)\n"));
    joinLink.ifPresent(
        link ->
            text.append("  Join link  ")
                .append(link)
                .append("\n             (open it in two tabs, and you are in a call)\n"));
    return text.append("\n  Ctrl+C stops it.\n\n").toString();
  }

  /** Leaves the secrets out, so that no log line can hold them. */
  @Override
  public String toString() {
    return "Welcome[page=" + page + "]";
  }
}
