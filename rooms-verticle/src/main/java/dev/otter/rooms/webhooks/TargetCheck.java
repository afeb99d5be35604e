package dev.otter.rooms.webhooks;

import dev.otter.contract.config.AllowedTarget;
import dev.otter.contract.config.PublicAddresses;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Whether a message may go to a URL: https and a public address, or what {@code
 * webhooks.allowedTargets} names. What is checked are the addresses that the host has at this
 * moment, whatever its name looks like; and only a checked address is connected to.
 */
final class TargetCheck {

  /** The longest URL. */
  static final int MAX_CHARACTERS = 2_048;

  private static final int LOOKUPS_AT_ONCE = 4;

  private final WorkerExecutor workers;
  private final List<AllowedTarget> allowed;
  private final HostLookup hosts;

  TargetCheck(Vertx vertx, List<AllowedTarget> allowed, HostLookup hosts) {
    this.workers = vertx.createSharedWorkerExecutor("otter-webhook-lookup", LOOKUPS_AT_ONCE);
    this.allowed = List.copyOf(allowed);
    this.hosts = hosts;
  }

  /**
   * Checks a URL.
   *
   * @return where to connect; fails with {@link ErrorCode#WEBHOOK_TARGET} when it may not
   */
  Future<Target> check(String text) {
    URI url;
    try {
      url = parse(text);
    } catch (RefusedException e) {
      return Future.failedFuture(e);
    }
    return workers
        .executeBlocking(() -> hosts.lookup(hostOf(url)), false)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof UnknownHostException
                        ? refused("no address is known of the host " + url.getHost())
                        : failure))
        .map(addresses -> choose(url, addresses));
  }

  private static URI parse(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equalsIgnoreCase(url.getScheme());
      if (text.length() > MAX_CHARACTERS
          || !(http || "https".equalsIgnoreCase(url.getScheme()))
          || url.getHost() == null
          || url.getPort() == 0
          || url.getPort() > 65_535
          || url.getRawUserInfo() != null
          || url.getRawFragment() != null) {
        throw notAUrl();
      }
      return url;
    } catch (URISyntaxException e) {
      throw notAUrl();
    }
  }

  /** An IPv6 address stands in brackets. */
  static String hostOf(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private Target choose(URI url, List<InetAddress> addresses) {
    boolean named = allowed.stream().anyMatch(each -> each.names(url.getHost()));
    Target target =
        addresses.stream()
            .filter(address -> named || isAllowed(address) || PublicAddresses.contains(address))
            .findFirst()
            .map(address -> new Target(url, address))
            .orElseThrow(
                () ->
                    refused(
                        "the host "
                            + url.getHost()
                            + " has no public address; where that is meant, name it in"
                            + " webhooks.allowedTargets"));
    if (!target.tls() && !named && !isAllowed(target.address())) {
      throw refused("without TLS a webhook may only lead to what webhooks.allowedTargets names");
    }
    return target;
  }

  private boolean isAllowed(InetAddress address) {
    return allowed.stream().anyMatch(each -> each.holds(address));
  }

  private static RefusedException notAUrl() {
    return refused(
        "url must be an https URL of at most "
            + MAX_CHARACTERS
            + " characters, without user name and fragment");
  }

  static RefusedException refused(String why) {
    return new RefusedException(ErrorCode.WEBHOOK_TARGET, why);
  }
}
