package dev.otter.turn.docker;

import dev.otter.contract.config.DockerConfig;
import dev.otter.contract.config.HostAndPort;
import dev.otter.turn.http.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * HTTP with a Docker daemon, over its unix socket, or TCP with TLS: what relays and the command
 * {@code deploy} have in common. Each call ends within a bound; a refusal is a {@link
 * DockerException}. Called on a context of Vert.x only: elsewhere the body of an answer may pass
 * before anybody waits for it.
 */
public final class DockerHttp {

  /** So long an answer may take that needs no work. */
  public static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Starting and removing take so many times longer where many ports are published. */
  private static final int SLOW = 4;

  private static final int CONNECT_TIMEOUT_MS = 2_000;
  private static final long PULL_TIMEOUT_SECONDS = 300;
  private static final int OK = 200;
  private static final String JSON = "application/json";
  private static final String TAR = "application/x-tar";

  private final HttpClient http;
  private final SocketAddress daemon;
  private final String host;
  private final long patienceMs;

  /**
   * Makes a client of a daemon.
   *
   * @param vertx whose event loops are used
   * @param config where the daemon is
   * @param patience how long an answer may take, such as {@link #PATIENCE}
   */
  public DockerHttp(Vertx vertx, DockerConfig config, Duration patience) {
    this.patienceMs = patience.toMillis();
    HttpClientOptions options = new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS);
    config.certificates().map(Path::of).ifPresent(directory -> tls(options, directory));
    this.http = vertx.createHttpClient(options);
    this.daemon =
        config
            .tcp()
            .map(at -> SocketAddress.inetSocketAddress(at.port(), at.host()))
            .orElseGet(() -> SocketAddress.domainSocketAddress(config.socket().orElseThrow()));
    this.host = config.tcp().map(HostAndPort::host).orElse("docker");
  }

  /** Each side shows a certificate to the other, in files as Docker's own command has them. */
  private static void tls(HttpClientOptions options, Path directory) {
    options
        .setSsl(true)
        .setVerifyHost(true)
        .setTrustOptions(new PemTrustOptions().addCertPath(directory.resolve("ca.pem").toString()))
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(directory.resolve("cert.pem").toString())
                .setKeyPath(directory.resolve("key.pem").toString()));
  }

  /**
   * Calls without a body.
   *
   * @param method the HTTP method
   * @param path of the API, with its query
   * @return the answer's body
   */
  public Future<Buffer> call(HttpMethod method, String path) {
    return call(method, path, null, null);
  }

  /**
   * Calls.
   *
   * @param method the HTTP method
   * @param path of the API, with its query
   * @param body what is sent
   * @return the answer's body
   */
  public Future<Buffer> call(HttpMethod method, String path, JsonObject body) {
    return call(method, path, JSON, body.toBuffer());
  }

  /**
   * Calls for an answer that needs work: it may take four times as long.
   *
   * @param method the HTTP method
   * @param path of the API, with its query
   * @return the answer's body
   */
  Future<Buffer> callSlow(HttpMethod method, String path) {
    return send(method, path, null, null, SLOW * patienceMs)
        .compose(HttpClientResponse::body)
        .timeout(SLOW * patienceMs, TimeUnit.MILLISECONDS);
  }

  /**
   * Unpacks a tar file in a container.
   *
   * @param container its name
   * @param directory where; in a volume, if the container's root is read-only
   * @param tar the file
   */
  public Future<Void> upload(String container, String directory, Buffer tar) {
    String path = "/containers/" + container + "/archive?path=" + encoded(directory);
    return call(HttpMethod.PUT, path, TAR, tar).mapEmpty();
  }

  /**
   * Gets an image from its registry.
   *
   * @param image its name
   */
  public Future<Void> pull(String image) {
    return send(HttpMethod.POST, "/images/create?fromImage=" + encoded(image), null, null)
        .compose(HttpClientResponse::body)
        .timeout(PULL_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .compose(DockerHttp::pulled);
  }

  /**
   * Calls for an answer that goes on.
   *
   * @param path of the API, with its query
   * @return the answer, whose body has not been read
   */
  Future<HttpClientResponse> open(String path) {
    return send(HttpMethod.GET, path, null, null);
  }

  /** Closes all connections. */
  public Future<Void> close() {
    return http.close();
  }

  private Future<Buffer> call(HttpMethod method, String path, String type, Buffer body) {
    return send(method, path, type, body)
        .compose(HttpClientResponse::body)
        .timeout(patienceMs, TimeUnit.MILLISECONDS);
  }

  private Future<HttpClientResponse> send(
      HttpMethod method, String path, String type, Buffer body) {
    return send(method, path, type, body, patienceMs);
  }

  private Future<HttpClientResponse> send(
      HttpMethod method, String path, String type, Buffer body, long waitMs) {
    RequestOptions options =
        new RequestOptions()
            .setServer(daemon)
            .setHost(host)
            .setPort(80)
            .setMethod(method)
            .setURI(path);
    return http.request(options)
        .compose(request -> send(request, type, body))
        .timeout(waitMs, TimeUnit.MILLISECONDS)
        .compose(response -> Refusal.orAnswer(response, patienceMs, DockerHttp::refused));
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest request, String type, Buffer body) {
    if (body == null) {
      return request.send();
    }
    return request.putHeader("Content-Type", type).send(body);
  }

  private static DockerException refused(int status, Buffer said) {
    String message;
    try {
      message = object(said).getString("message", "");
    } catch (DockerException e) {
      message = "";
    }
    return new DockerException(status, message);
  }

  /** Docker answers 200 and says in the last line of the body that it could not. */
  private static Future<Void> pulled(Buffer body) {
    for (String line : body.toString(StandardCharsets.UTF_8).split("\\r?\\n")) {
      if (line.contains("\"error\"")) {
        String error = object(Buffer.buffer(line)).getString("error", "");
        return Future.failedFuture(new DockerException(OK, error));
      }
    }
    return Future.succeededFuture();
  }

  /**
   * Reads an answer.
   *
   * @param body a JSON object
   * @throws DockerException when it is none
   */
  public static JsonObject object(Buffer body) {
    try {
      return body.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw new DockerException(OK, "something that is not a JSON object");
    }
  }

  /**
   * Text for a path or query.
   *
   * @param text any
   */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
