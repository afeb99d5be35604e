package dev.otter.console;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.AllowedOrigins;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.PublicUrl;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.id.NodeTag;
import dev.otter.contract.kv.KeyValueStore;
import dev.otter.signaling.websocket.PipelineHandOver;
import dev.otter.signaling.websocket.WebSocketHandshake;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The table of the console: the page, its session, its live picture, and {@code /console/v1/…},
 * which is the API's {@code /v1/…} for who has signed in. Only pages of this server itself get
 * anything here.
 */
public final class ConsoleRoutes implements HttpRoutes {

  /** So many consoles look at one node at once. */
  static final int MOST_CONSOLES = 50;

  private static final String SESSION = "/console/session";
  private static final String API = "/console/v1/";

  private final Vertx vertx;
  private final PublicUrl publicUrl;
  private final LimitsConfig limits;
  private final NodeMeter meter;
  private final ClusterPicture picture;
  private final AuthClient auth;
  private final ConsoleSessions sessions;
  private final AtomicInteger looking = new AtomicInteger();

  /**
   * Makes the table.
   *
   * @param publicUrl where the page comes from
   * @param limits of what may wait for a console that reads slowly
   * @param meter measures this node
   * @param nodes which nodes there are at this moment
   * @param store where sessions are kept, for all nodes
   * @param clock by which sessions end
   */
  public ConsoleRoutes(
      Vertx vertx,
      PublicUrl publicUrl,
      LimitsConfig limits,
      NodeMeter meter,
      Supplier<List<NodeTag>> nodes,
      KeyValueStore store,
      InstantSource clock) {
    this.vertx = vertx;
    this.publicUrl = publicUrl;
    this.limits = limits;
    this.meter = meter;
    this.picture = new ClusterPicture(vertx, nodes);
    this.auth = new AuthClient(vertx);
    this.sessions = new ConsoleSessions(store, auth::listApiKeys, clock);
  }

  /**
   * What the page may know of its session.
   *
   * @param keyId whose key it is
   * @param scopes what it may do
   * @param endsAt when it is over, ISO 8601
   */
  record SessionResource(String keyId, List<String> scopes, String endsAt) {
    static SessionResource of(ConsoleSession session) {
      return new SessionResource(
          session.keyId().value(),
          session.scopes().stream().sorted().map(Scope::text).toList(),
          session.endsAt().toString());
    }
  }

  @Override
  public void mount(Router router) {
    // Each event loop of the edge mounts this, on its own context.
    meter.delays().watch(vertx);
    ConsoleCookie cookie = new ConsoleCookie(publicUrl.base());
    AllowedOrigins own = AllowedOrigins.of(Set.of(), publicUrl.base());
    router
        .route("/console")
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(context -> context.reroute("/assets/page/console.html"));
    router.get(SESSION).handler(Answering.with(context -> session(context, cookie)));
    router.post(SESSION).handler(Answering.with(context -> signIn(context, cookie, own)));
    router.delete(SESSION).handler(Answering.with(context -> signOut(context, cookie, own)));
    router.get("/console/live").handler(context -> look(context, cookie, own));
    router.route(API + "*").handler(context -> pass(context, cookie, own));
  }

  private Future<Answer> session(RoutingContext context, ConsoleCookie cookie) {
    return sessions
        .find(cookie.read(context))
        .map(session -> new Answer(200, SessionResource.of(session)));
  }

  private Future<Answer> signIn(
      RoutingContext context, ConsoleCookie cookie, AllowedOrigins own) {
    requireOwnPage(context, own);
    return RequireApiKey.verified(auth, context)
        .compose(
            claims -> {
              requireScopes(claims);
              return sessions.begin(claims);
            })
        .map(
            secret -> {
              cookie.write(context, secret);
              return Answer.NO_CONTENT;
            });
  }

  /** Who looks sees nodes and rooms; what else a key may do is asked by each call. */
  private static void requireScopes(ApiKeyClaims claims) {
    claims.require(Scope.NODES_ADMIN);
    claims.require(Scope.ROOMS_READ);
  }

  private Future<Answer> signOut(
      RoutingContext context, ConsoleCookie cookie, AllowedOrigins own) {
    requireOwnPage(context, own);
    String secret = cookie.read(context);
    cookie.clear(context);
    return sessions.end(secret).map(Answer.NO_CONTENT);
  }

  /** Hands a request on to the call of the API, in the name of the key that signed in. */
  private void pass(RoutingContext context, ConsoleCookie cookie, AllowedOrigins own) {
    if (context.request().method() != HttpMethod.GET) {
      requireOwnPage(context, own);
    }
    context.request().pause();
    sessions
        .find(cookie.read(context))
        .onSuccess(
            session -> {
              RequireApiKey.vouch(context, session.claims());
              context.request().resume();
              String query = context.request().query();
              String path = context.normalizedPath().substring("/console".length());
              context.reroute(query == null ? path : path + '?' + query);
            })
        .onFailure(
            failure -> {
              context.request().resume();
              context.fail(failure);
            });
  }

  private void look(RoutingContext context, ConsoleCookie cookie, AllowedOrigins own) {
    HttpServerRequest request = context.request();
    WebSocketHandshake.check(request);
    requireOwnPage(context, own);
    if (looking.incrementAndGet() > MOST_CONSOLES) {
      looking.decrementAndGet();
      throw new RefusedException(
          ErrorCode.NODE_FULL, "this node shows itself to " + MOST_CONSOLES + " consoles at once");
    }
    PipelineHandOver.begin(request);
    request.pause();
    String secret = cookie.read(context);
    sessions
        .find(secret)
        .compose(session -> PipelineHandOver.upgrade(request, limits, Optional.empty()))
        .onSuccess(
            socket ->
                new LiveSocket(
                        socket,
                        vertx.getOrCreateContext(),
                        picture,
                        () -> sessions.find(secret),
                        looking::decrementAndGet)
                    .open())
        .onFailure(
            failure -> {
              looking.decrementAndGet();
              if (!context.response().headWritten() && !context.response().closed()) {
                PipelineHandOver.giveUp(request);
                request.resume();
                context.fail(failure);
              }
            });
  }

  /** A cookie comes by itself: so the request must say that a page of this server sent it. */
  private static void requireOwnPage(RoutingContext context, AllowedOrigins own) {
    List<String> origins = context.request().headers().getAll(HttpHeaders.ORIGIN);
    if (origins.size() != 1 || !own.allows(origins.get(0))) {
      throw new RefusedException(
          ErrorCode.ORIGIN_REFUSED, "only the console's own page may do this");
    }
  }
}
