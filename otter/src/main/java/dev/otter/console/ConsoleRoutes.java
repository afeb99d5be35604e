package dev.otter.console;

import dev.otter.contract.auth.ApiKeyClaims;
import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.RequireApiKey;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of the console: the page, its session, its live picture, and those calls of the API
 * that it makes. Only pages of this server itself get anything here.
 */
public final class ConsoleRoutes implements HttpRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(ConsoleRoutes.class);

  private static final String CONSOLE = "/console";
  private static final String SESSION = CONSOLE + "/session";
  private static final String PAGE = "/assets/console/console.html";

  /**
   * The calls that a console makes, and no other: each is the API's own, in the name of the key
   * that signed in, and asks for its own scope.
   */
  private static final List<Call> CALLS =
      List.of(
          new Call(HttpMethod.GET, "/v1/calls"),
          new Call(HttpMethod.GET, "/v1/rooms/:room/timeline"),
          new Call(HttpMethod.GET, "/v1/keys"),
          new Call(HttpMethod.POST, "/v1/keys/:keyId/rotate"),
          new Call(HttpMethod.POST, "/v1/nodes/:id/drain"),
          new Call(HttpMethod.DELETE, "/v1/nodes/:id/drain"),
          new Call(HttpMethod.POST, "/v1/turn/instances/:id/drain"),
          new Call(HttpMethod.GET, "/v1/turn/secret"),
          new Call(HttpMethod.POST, "/v1/turn/secret/rotate"),
          new Call(HttpMethod.DELETE, "/v1/rooms/:room"),
          new Call(HttpMethod.DELETE, "/v1/rooms/:room/participants/:participant"));

  private final ConsoleParts parts;

  private record Call(HttpMethod method, String path) {}

  /** Makes the table. */
  public ConsoleRoutes(ConsoleParts parts) {
    this.parts = parts;
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
    parts.meter().delays().watch(parts.vertx());
    ConsoleDoor door = new ConsoleDoor(parts.publicUrl().base());
    AuthClient auth = new AuthClient(parts.vertx());
    Route page = router.route(CONSOLE).method(HttpMethod.GET).method(HttpMethod.HEAD);
    page.handler(context -> context.reroute(PAGE));
    router.get(SESSION).handler(Answering.with(context -> session(context, door)));
    router.post(SESSION).handler(Answering.with(context -> signIn(context, door, auth)));
    router.delete(SESSION).handler(Answering.with(context -> signOut(context, door)));
    router.get(CONSOLE + "/live").handler(new LiveHandler(parts, door));
    PassHandler pass = new PassHandler(CONSOLE, parts.sessions(), door);
    CALLS.forEach(each -> router.route(each.method, CONSOLE + each.path).handler(pass));
  }

  private Future<Answer> session(RoutingContext context, ConsoleDoor door) {
    return parts
        .sessions()
        .find(door.secret(context))
        .map(session -> new Answer(200, SessionResource.of(session)))
        .recover(ConsoleRoutes::nobody);
  }

  /** That nobody is signed in is an answer here, and no refusal. */
  private static Future<Answer> nobody(Throwable failure) {
    return failure instanceof RefusedException refused && refused.code() == ErrorCode.SESSION_ENDED
        ? Future.succeededFuture(Answer.NO_CONTENT)
        : Future.failedFuture(failure);
  }

  private Future<Answer> signIn(RoutingContext context, ConsoleDoor door, AuthClient auth) {
    door.requireOwnPage(context);
    return RequireApiKey.verified(auth, context)
        .compose(
            claims -> {
              requireScopes(claims);
              return parts
                  .sessions()
                  .begin(claims)
                  .onSuccess(
                      begun -> LOG.info("signed in to the console keyId={}", claims.keyId()));
            })
        .map(
            secret -> {
              door.give(context, secret);
              return Answer.NO_CONTENT;
            });
  }

  /** Who looks sees nodes and rooms; what else a key may do is asked by each call. */
  private static void requireScopes(ApiKeyClaims claims) {
    claims.require(Scope.NODES_ADMIN);
    claims.require(Scope.ROOMS_READ);
  }

  private Future<Answer> signOut(RoutingContext context, ConsoleDoor door) {
    door.requireOwnPage(context);
    String secret = door.secret(context);
    door.take(context);
    return parts.sessions().end(secret).map(Answer.NO_CONTENT);
  }
}
