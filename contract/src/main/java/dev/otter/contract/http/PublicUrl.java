package dev.otter.contract.http;

import dev.otter.contract.room.Room;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The base of the links that this node hands out, known once the edge listens (its port may have
 * been chosen by the system).
 */
public final class PublicUrl {

  /** The path under which the call page stands. */
  public static final String CALL_PATH = "/otter-meet/";

  private volatile URI base;

  /** Sets the base; called once by the edge, before the node is ready. */
  public void set(URI url) {
    this.base = Objects.requireNonNull(url);
  }

  /**
   * The base, without a trailing slash.
   *
   * @throws IllegalStateException before the edge listens
   */
  public URI base() {
    URI url = base;
    if (url == null) {
      throw new IllegalStateException("the public URL is not known before the edge listens");
    }
    return url;
  }

  /**
   * Makes a join link.
   *
   * @param room where it leads
   * @param token what opens it; the link is as secret as the token
   */
  public String joinLink(Room room, String token) {
    String name = URLEncoder.encode(room.linkName(), StandardCharsets.UTF_8).replace("+", "%20");
    return base() + CALL_PATH + name + '?' + RequireRoomToken.PARAMETER + '=' + token;
  }
}
