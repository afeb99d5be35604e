package dev.otter.contract.config;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where rooms, API keys and revocations are kept.
 *
 * @param url a {@code jdbc:postgresql:} URL without user and password; empty for the embedded
 *     database in the data directory
 * @param user the database's user; empty for what the URL's server takes by default
 * @param password the user's password; empty for none. A secret.
 */
public record StoreConfig(Optional<String> url, Optional<String> user, Optional<String> password) {

  private static final String PREFIX = "jdbc:postgresql://";

  /** Parameters of the driver that would bring a secret into a text that is shown. */
  private static final Pattern SECRET =
      Pattern.compile("[?&](user|password|sslpassword)=", Pattern.CASE_INSENSITIVE);

  /**
   * Checks the section.
   *
   * @throws InvalidOptionException naming the option that has an impossible value
   */
  public StoreConfig {
    url.ifPresent(StoreConfig::requireUrl);
    if (url.isEmpty() && (user.isPresent() || password.isPresent())) {
      throw InvalidOptionException.expected(
          user.isPresent() ? "store.user" : "store.password",
          "left out where there is no store.url",
          user.isPresent() ? user.get() : "a password");
    }
  }

  /** The embedded database. */
  public static StoreConfig embedded() {
    return new StoreConfig(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The section without the password. */
  @Override
  public String toString() {
    return "StoreConfig[url=" + url.orElse("embedded") + ", user=" + user.orElse("") + "]";
  }

  private static void requireUrl(String url) {
    boolean secret = url.contains("@") || SECRET.matcher(url).find();
    if (!url.toLowerCase(Locale.ROOT).startsWith(PREFIX) || secret) {
      throw InvalidOptionException.expected(
          "store.url",
          "jdbc:postgresql://host[:port]/database, with user and password in store.user and"
              + " store.password",
          secret ? "a URL with a user or a password in it" : url);
    }
  }
}
