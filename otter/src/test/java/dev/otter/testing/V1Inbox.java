package dev.otter.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What one {@link V1Client} was handed and a test has not looked at. Safe for any thread. */
final class V1Inbox {

  private static final int WAIT_SECONDS = 60;

  private final String what;
  private final BlockingQueue<JsonNode> queue = new LinkedBlockingQueue<>();

  V1Inbox(String what) {
    this.what = what;
  }

  void add(JsonNode one) {
    queue.add(one);
  }

  /** The next one, waited for. */
  JsonNode next() {
    try {
      JsonNode next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("no " + what + " came within " + WAIT_SECONDS + " s");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The next one of a type; others before it are passed over. */
  JsonNode next(String type) {
    JsonNode one = next();
    while (!isOf(type, one)) {
      one = next();
    }
    return one;
  }

  int size() {
    return queue.size();
  }

  long size(String type) {
    return queue.stream().filter(each -> isOf(type, each)).count();
  }

  private static boolean isOf(String type, JsonNode one) {
    return one.path("type").asText().equals(type);
  }
}
