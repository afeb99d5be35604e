package dev.otter.auth.http;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.RotateApiKey;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.JsonBody;
import dev.otter.contract.http.RequireApiKey;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code POST /v1/keys/{id}/rotate}: makes a key with the same name and scopes (201), and lets the
 * old one end after an overlap.
 */
final class RotateKeyHandler implements Function<RoutingContext, Future<Answer>> {

  private static final String OVERLAP = "overlapSeconds";
  private static final int DEFAULT_OVERLAP = (int) Duration.ofDays(1).toSeconds();
  private static final int MAX_OVERLAP = (int) Duration.ofDays(30).toSeconds();

  private final AuthClient auth;

  RotateKeyHandler(AuthClient auth) {
    this.auth = auth;
  }

  @Override
  public Future<Answer> apply(RoutingContext context) {
    int overlap =
        JsonBody.read(context, Set.of(OVERLAP))
            .integer(OVERLAP, 0, MAX_OVERLAP)
            .orElse(DEFAULT_OVERLAP);
    return auth.rotate(
            new RotateApiKey(RequireApiKey.claims(context), AuthRoutes.keyId(context), overlap))
        .map(made -> new Answer(201, NewKeyResource.of(made)));
  }
}
