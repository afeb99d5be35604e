package dev.otter.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.testing.HttpApi;
import dev.otter.testing.TestNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The cookie where pages come by TLS. */
class ConsoleDoorTest {

  @Test
  void behindTlsNoOtherHostOfTheDomainCanSetTheCookieAndItIsNeverSentInTheClear() {
    Vertx vertx = Vertx.vertx();
    try {
      ConsoleDoor door = new ConsoleDoor(URI.create("https://otter.example"));
      Router router = Router.router(vertx);
      router
          .get("/")
          .handler(
              context -> {
                door.give(context, "secret");
                context.end();
              });
      HttpServer server =
          TestNode.await(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
      URI base = URI.create("http://127.0.0.1:" + server.actualPort());
      assertThat(
              HttpApi.ofAnotherPort(base).get("/").headers().firstValue("set-cookie").orElseThrow())
          .startsWith("__Host-otter-console=secret;")
          .contains("; Secure", "; HTTPOnly", "SameSite=Strict", "Path=/")
          .doesNotContain("Domain");
    } finally {
      TestNode.await(vertx.close());
    }
  }
}
