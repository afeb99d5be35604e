package dev.otter.rooms.http;

import dev.otter.contract.auth.AuthClient;
import dev.otter.contract.auth.Scope;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.contract.http.Answering;
import dev.otter.contract.http.Answering.Answer;
import dev.otter.contract.http.HttpRoutes;
import dev.otter.contract.http.JsonBody;
import dev.otter.contract.http.RequireApiKey;
import dev.otter.contract.id.RoomId;
import dev.otter.contract.id.WebhookId;
import dev.otter.contract.store.DeliveryState;
import dev.otter.rooms.http.WebhookResources.Delivery;
import dev.otter.rooms.http.WebhookResources.DeliveryList;
import dev.otter.rooms.http.WebhookResources.Redelivered;
import dev.otter.rooms.http.WebhookResources.Webhook;
import dev.otter.rooms.http.WebhookResources.WebhookList;
import dev.otter.rooms.webhooks.Webhooks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of calls about webhooks: which path, which handler; all need {@code webhooks:admin}.
 */
public final class WebhookRoutes implements HttpRoutes {

  private static final String ID = "webhookId";
  private static final String DELIVERY = "deliveryId";
  private static final String ALL = "/v1/webhooks";
  private static final String ONE = ALL + "/:" + ID;
  private static final int PAGE = 100;

  /** A room's id and the number of its event. */
  private static final Pattern DELIVERY_ID = Pattern.compile("(.{1,64})\\.([1-9][0-9]{0,17})");

  private final AuthClient auth;
  private final Supplier<Webhooks> webhooks;

  /**
   * Makes the table.
   *
   * @param vertx whose bus leads to the auth verticle
   * @param webhooks the operations, once there are any
   */
  public WebhookRoutes(Vertx vertx, Supplier<Webhooks> webhooks) {
    this.auth = new AuthClient(vertx);
    this.webhooks = webhooks;
  }

  @Override
  public void mount(Router router) {
    RequireApiKey admin = new RequireApiKey(auth, Scope.WEBHOOKS_ADMIN);
    router.post(ALL).handler(admin).handler(RoomsRoutes::takeBodyAsJson);
    router
        .post(ALL)
        .handler(BodyHandler.create(false).setBodyLimit(JsonBody.MAX_BYTES))
        .handler(Answering.with(this::create));
    on(router, HttpMethod.GET, ALL, admin, context -> list());
    on(router, HttpMethod.DELETE, ONE, admin, this::delete);
    on(router, HttpMethod.POST, ONE + "/ping", admin, this::ping);
    on(router, HttpMethod.GET, ONE + "/deliveries", admin, this::deliveries);
    on(router, HttpMethod.POST, ONE + "/redeliver", admin, this::redeliverAll);
    String delivery = ONE + "/deliveries/:" + DELIVERY + "/redeliver";
    on(router, HttpMethod.POST, delivery, admin, this::redeliver);
  }

  private static void on(
      Router router,
      HttpMethod method,
      String path,
      RequireApiKey who,
      Function<RoutingContext, Future<Answer>> operation) {
    router.route(method, path).handler(who).handler(Answering.with(operation));
  }

  private Future<Answer> create(RoutingContext context) {
    String url =
        JsonBody.read(context, Set.of("url"))
            .text("url")
            .orElseThrow(() -> new RefusedException(ErrorCode.FIELD_INVALID, "url is missing"));
    return webhooks.get().create(url).map(made -> new Answer(201, Webhook.of(made)));
  }

  private Future<Answer> list() {
    return webhooks
        .get()
        .list()
        .compose(
            all ->
                Future.all(
                        all.stream()
                            .map(
                                each ->
                                    webhooks
                                        .get()
                                        .counts(each.webhookId())
                                        .map(counts -> Webhook.of(each, counts)))
                            .toList())
                    .map(resources -> new Answer(200, new WebhookList(resources.list()))));
  }

  private Future<Answer> delete(RoutingContext context) {
    return webhooks.get().delete(webhookId(context)).map(done -> Answer.NO_CONTENT);
  }

  private Future<Answer> ping(RoutingContext context) {
    return webhooks.get().ping(webhookId(context)).map(ping -> new Answer(200, ping));
  }

  private Future<Answer> deliveries(RoutingContext context) {
    String state = context.request().getParam("state", DeliveryState.DEAD.text());
    DeliveryState wanted =
        DeliveryState.of(state)
            .orElseThrow(
                () ->
                    new RefusedException(ErrorCode.FIELD_INVALID, "state must be waiting or dead"));
    String after = context.request().getParam("after");
    Matcher from = after == null ? null : DELIVERY_ID.matcher(after);
    if (from != null && !(from.matches() && RoomId.isValid(from.group(1)))) {
      throw new RefusedException(
          ErrorCode.FIELD_INVALID, "after must be the member next of an earlier answer");
    }
    return webhooks
        .get()
        .deliveries(
            webhookId(context),
            wanted,
            from == null ? null : new RoomId(from.group(1)),
            from == null ? 0 : Long.parseLong(from.group(2)),
            PAGE)
        .map(
            found -> {
              List<Delivery> page = found.stream().map(Delivery::of).toList();
              String next = page.size() < PAGE ? null : page.get(PAGE - 1).id();
              return new Answer(200, new DeliveryList(page, next));
            });
  }

  private Future<Answer> redeliverAll(RoutingContext context) {
    return webhooks
        .get()
        .redeliver(webhookId(context), null, 0)
        .map(count -> new Answer(200, new Redelivered(count)));
  }

  private Future<Answer> redeliver(RoutingContext context) {
    Matcher id = DELIVERY_ID.matcher(context.pathParam(DELIVERY));
    if (!id.matches() || !RoomId.isValid(id.group(1))) {
      throw new RefusedException(
          ErrorCode.DELIVERY_NOT_FOUND, "no dead delivery of this webhook has this id");
    }
    return webhooks
        .get()
        .redeliver(webhookId(context), new RoomId(id.group(1)), Long.parseLong(id.group(2)))
        .map(count -> new Answer(200, new Redelivered(count)));
  }

  private static WebhookId webhookId(RoutingContext context) {
    return new WebhookId(context.pathParam(ID));
  }
}
