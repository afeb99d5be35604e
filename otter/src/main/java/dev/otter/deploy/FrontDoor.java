package dev.otter.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The cluster as a browser or a backend finds it. Blocking. */
public final class FrontDoor {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration BOUND = Duration.ofMinutes(1);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final String ROOM = "first-call";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI address;
  private final String what;
  private final HttpClient http;

  /**
   * Makes one.
   *
   * @param address that this machine reaches
   * @param what is there, in words
   * @param certificate that it must show, in PEM; empty where it speaks no TLS
   */
  public FrontDoor(URI address, String what, Optional<String> certificate) {
    this.address = address;
    this.what = what;
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    certificate.map(OneCertificate::trusted).ifPresent(client::sslContext);
    this.http = client.build();
  }

  /** Waits until a node that serves is there. */
  public void untilOpen() {
    long end = System.nanoTime() + BOUND.toNanos();
    String why;
    do {
      why = closed();
      if (why.isEmpty()) {
        return;
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    } while (System.nanoTime() < end);
    throw DeployException.failed(what + " does not answer at " + address + ": " + why);
  }

  /**
   * Makes the room for a first call, or finds it, and looks whether the link to it is good.
   *
   * @param apiKey a secret
   * @return a link to it; a secret
   */
  public String firstLink(String apiKey) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/v1/rooms"))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + apiKey)
            .POST(HttpRequest.BodyPublishers.ofString("{\"uniqueName\":\"" + ROOM + "\"}"))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == OK || answer.statusCode() == CREATED) {
        return checked(MAPPER.readTree(answer.body()).path("url").asText());
      }
      throw DeployException.failed(
          "a room could not be made: "
              + answer.statusCode()
              + " "
              + MAPPER.readTree(answer.body()).path("message").asText());
    } catch (IOException e) {
      throw DeployException.failed("a room could not be made: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DeployException.failed("interrupted");
    }
  }

  /** The link leads to the public URL, which this machine may not reach: only its end is tried. */
  private String checked(String link) throws IOException, InterruptedException {
    URI url = URI.create(link);
    URI here = address.resolve(url.getRawPath() + "?" + url.getRawQuery());
    int status =
        http.send(
                HttpRequest.newBuilder(here).timeout(TIMEOUT).build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode();
    if (status != OK) {
      throw DeployException.failed("the link to the first room is answered with " + status);
    }
    return link;
  }

  /** Why it does not lead to a node; empty where it does. */
  private String closed() {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/readyz")).timeout(TIMEOUT).build();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      return status == OK ? "" : "it says " + status;
    } catch (IOException e) {
      return String.valueOf(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw DeployException.failed("interrupted");
    }
  }
}
