package dev.otter.deploy.docker;

import dev.otter.deploy.DeployException;
import dev.otter.deploy.DeployStep;
import dev.otter.deploy.DeployStep.Change;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** The network of a deployment's containers. Blocking. */
final class DeployNetwork {

  /**
   * The name of an address that Docker's bridge driver gives to containers as their way out,
   * instead of the machine's.
   */
  private static final String WAY_OUT = "DefaultGatewayIPv4";

  private final Engine engine;
  private final DockerSettings settings;

  DeployNetwork(Engine engine, DockerSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  /**
   * What must be done for it.
   *
   * @throws DeployException if there is another one by its name
   */
  DeployStep step() {
    String name = settings.name();
    String subnet = settings.subnet().toString();
    String says = name + ", " + subnet;
    Optional<JsonObject> there = engine.network(name);
    if (there.isEmpty()) {
      JsonObject body = body();
      return new DeployStep(Change.CREATE, "network", says, () -> engine.createNetwork(body));
    }
    JsonObject labels = there.get().getJsonObject("Labels", new JsonObject());
    if (!name.equals(labels.getString(Found.DEPLOYMENT))) {
      throw DeployException.failed(
          "there is a network " + name + " that deploy has not made: choose another --name");
    }
    JsonArray config = there.get().getJsonObject("IPAM").getJsonArray("Config");
    JsonObject addresses = config.isEmpty() ? new JsonObject() : config.getJsonObject(0);
    String has = addresses.getString("Subnet", "");
    if (!subnet.equals(has)) {
      throw other("has the addresses " + has + ": give --subnet " + has);
    }
    boolean routed =
        addresses.getJsonObject("AuxiliaryAddresses", new JsonObject()).containsKey(WAY_OUT);
    if (routed != settings.relays().gateway()) {
      throw other(
          routed ? "is one with --gateway: give it" : "is one without --gateway: leave it out");
    }
    return DeployStep.keep("network", says);
  }

  private JsonObject body() {
    Subnet subnet = settings.subnet();
    JsonObject addresses =
        new JsonObject().put("Subnet", subnet.toString()).put("Gateway", subnet.gateway());
    if (settings.relays().gateway()) {
      addresses.put("AuxiliaryAddresses", new JsonObject().put(WAY_OUT, subnet.wayOut()));
    }
    return new JsonObject()
        .put("Name", settings.name())
        .put("Driver", "bridge")
        .put("Labels", new JsonObject().put(Found.DEPLOYMENT, settings.name()))
        .put("IPAM", new JsonObject().put("Config", new JsonArray().add(addresses)));
  }

  private DeployException other(String what) {
    return DeployException.failed(
        "the network "
            + settings.name()
            + " "
            + what
            + ", or destroy the deployment first (--keep-data keeps what it has)");
  }
}
