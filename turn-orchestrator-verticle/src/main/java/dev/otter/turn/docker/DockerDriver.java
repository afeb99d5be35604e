package dev.otter.turn.docker;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.contract.id.RandomText;
import dev.otter.turn.certificate.RelayCertificate;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.docker.ContainerPlaces.Place;
import dev.otter.turn.relay.RelayDriver;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays as containers. Labels tell this node's containers from others; they outlive the node, and
 * its next life adopts them. Settings with their secrets are put into a volume of the container:
 * not into its command line, environment or labels, and not into a directory of the host's user.
 */
public final class DockerDriver implements RelayDriver {

  private static final Logger LOG = LoggerFactory.getLogger(DockerDriver.class);

  /** So long a server may take to end by itself. */
  private static final int GRACE_SECONDS = 2;

  /** After so long events are asked for again that have ended. */
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final DockerEngine docker;
  private final String image;
  private final Path ownerFile;
  private final RelayRules rules;
  private final ContainerPlaces places;
  private final Duration listenAgain;
  private final Map<RelayId, Place> running = new HashMap<>();
  private final Set<RelayId> launching = new HashSet<>();
  private BiConsumer<RelayId, String> onExit = (id, reason) -> {};
  private Runnable closeEvents = () -> {};
  private String owner;
  private boolean closed;

  /**
   * Makes a driver for the current context.
   *
   * @param vertx whose worker threads touch files
   * @param directory where the node keeps who it is to Docker
   * @param config socket, image, ports and addresses
   * @param local where they listen
   * @param rules what they are told
   */
  public DockerDriver(
      Vertx vertx, Path directory, RelaysConfig config, InetAddress local, RelayRules rules) {
    this(vertx, directory, config, local, rules, DockerHttp.PATIENCE, LISTEN_AGAIN);
  }

  /** The same with other waits: for an answer, and before events are asked for again. */
  DockerDriver(
      Vertx vertx,
      Path directory,
      RelaysConfig config,
      InetAddress local,
      RelayRules rules,
      Duration patience,
      Duration listenAgain) {
    this.vertx = vertx;
    this.docker = new DockerEngine(vertx, config.containers().docker(), patience);
    this.listenAgain = listenAgain;
    this.image = config.containers().image();
    this.ownerFile = directory.resolve("docker-owner");
    this.rules = rules;
    this.places = new ContainerPlaces(vertx, docker, config, local, rules);
  }

  /**
   * Whether relays can be launched: the daemon answers, and the image is there or can be pulled.
   *
   * @param vertx whose current context is used
   * @param config socket and image
   * @param mayPull whether its registry may be asked for the image
   * @return fails with a reason in words
   */
  public static Future<Void> usable(Vertx vertx, RelaysConfig config, boolean mayPull) {
    DockerEngine docker =
        new DockerEngine(vertx, config.containers().docker(), DockerHttp.PATIENCE);
    return docker
        .ping()
        .compose(done -> docker.hasImage(config.containers().image()))
        .compose(
            has -> {
              if (has) {
                return none();
              }
              return mayPull
                  ? docker.pull(config.containers().image())
                  : Future.failedFuture(
                      new IllegalStateException("it does not have " + config.containers().image()));
            })
        .eventually(docker::close);
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public Future<List<RunningRelay>> find() {
    return vertx
        .executeBlocking(this::ownerBlocking)
        .compose(
            found -> {
              owner = found;
              return docker.list(label());
            })
        .compose(
            containers -> {
              List<Future<Optional<RunningRelay>>> adopted = new ArrayList<>();
              containers.stream()
                  .map(JsonObject.class::cast)
                  .forEach(container -> adopted.add(adopt(container)));
              return Future.all(adopted)
                  .map(done -> adopted.stream().flatMap(each -> each.result().stream()).toList());
            })
        .onSuccess(done -> listen());
  }

  @Override
  public boolean takesIpv6() {
    return places.takeIpv6();
  }

  @Override
  public Future<RunningRelay> launch(RelayId id, String publicIp, Optional<String> ipv6) {
    launching.add(id);
    return places
        .take(id, publicIp, ipv6.filter(ip -> takesIpv6()), owner)
        .compose(
            place ->
                start(id, place)
                    .recover(
                        failure ->
                            discard(id, place, failure)
                                .transform(done -> Future.failedFuture(failure))));
  }

  @Override
  public Future<Void> stop(RelayId id) {
    Place place = running.remove(id);
    launching.remove(id);
    if (place == null) {
      return docker.remove(id.value());
    }
    return docker
        .stop(id.value(), GRACE_SECONDS)
        // What does not end so is ended by its removal.
        .otherwiseEmpty()
        .compose(done -> docker.remove(id.value()))
        .compose(done -> places.release(place));
  }

  @Override
  public Future<Void> renewCertificate(RelayId id) {
    Optional<RelayCertificate> certificate = rules.certificates().current();
    if (certificate.isEmpty()) {
      return none();
    }
    TarFile tar = new TarFile(RelayContainer.USER);
    put(tar, certificate.get());
    return docker
        .upload(id.value(), RelayContainer.VOLUME, tar.bytes())
        // CoTURN reads both files again when it gets this signal.
        .compose(done -> docker.signal(id.value(), "SIGUSR2"));
  }

  @Override
  public void onExit(BiConsumer<RelayId, String> handler) {
    onExit = handler;
  }

  @Override
  public Future<Void> close() {
    closed = true;
    closeEvents.run();
    // With relays that go on in it, it stays.
    Future<Void> removed =
        owner != null && running.isEmpty() ? places.removeNetwork(owner) : none();
    return removed.transform(done -> docker.close());
  }

  private Future<RunningRelay> start(RelayId id, Place place) {
    CoturnSettings settings = places.settings(id, place);
    RelayContainer container = new RelayContainer(id, place, fingerprint(settings));
    JsonObject body = container.body(image, owner, places.published(place, owner));
    String text = settings.text(RelayContainer.VOLUME + "/" + RelayContainer.DIRECTORY);
    TarFile tar =
        new TarFile(RelayContainer.USER)
            .directory(RelayContainer.DIRECTORY)
            .file(RelayContainer.FILE, text);
    rules.certificates().current().ifPresent(certificate -> put(tar, certificate));
    return image()
        .compose(done -> docker.create(id.value(), body))
        .compose(done -> docker.upload(id.value(), RelayContainer.VOLUME, tar.bytes()))
        .compose(done -> docker.start(id.value()))
        .compose(
            done ->
                launching.remove(id)
                    ? watch(id, place)
                    : Future.failedFuture(
                        new IllegalStateException("it was given up while it was launched")))
        .map(new RunningRelay(id, place.endpoint(), true));
  }

  private static void put(TarFile tar, RelayCertificate certificate) {
    String directory = RelayContainer.DIRECTORY + "/";
    tar.file(directory + CoturnSettings.CERTIFICATE, certificate.chain())
        .file(directory + CoturnSettings.KEY, certificate.key());
  }

  private Future<Void> image() {
    return docker.hasImage(image).compose(has -> has ? none() : docker.pull(image));
  }

  private Future<Optional<RunningRelay>> adopt(JsonObject listed) {
    String name = listed.getString("Id");
    Optional<RelayContainer> found = RelayContainer.of(listed.getJsonObject("Labels"), rules);
    if (found.isEmpty() || !"running".equals(listed.getString("State"))) {
      LOG.info("removed what was left of a relay container={}", name);
      return docker.remove(name).map(Optional.empty());
    }
    RelayContainer container = found.get();
    LOG.info("adopted a running relay relayId={}", container.id());
    Place place = container.place();
    boolean current =
        places.isCurrent(place)
            && fingerprint(places.settings(container.id(), place)).equals(container.fingerprint());
    return watch(container.id(), place)
        .compose(done -> current ? renewCertificate(container.id()).otherwiseEmpty() : none())
        .map(Optional.of(new RunningRelay(container.id(), place.endpoint(), current)));
  }

  /** The ports are the container's as long as its process lives. */
  private Future<Void> watch(RelayId id, Place place) {
    running.put(id, place);
    return docker
        .inspect(id.value())
        .compose(state -> places.use(place, state.getJsonObject("State").getLong("Pid", 0L)));
  }

  /** Hears of deaths, again and again when the daemon goes away, and looks for those it missed. */
  private void listen() {
    if (closed) {
      return;
    }
    docker
        .events(label(), this::died)
        .onSuccess(
            stream -> {
              closeEvents = stream.close();
              lookForTheDead();
              stream.end().onComplete(end -> listenAgain());
            })
        .onFailure(failure -> listenAgain());
  }

  private void listenAgain() {
    if (!closed) {
      vertx.setTimer(listenAgain.toMillis(), timer -> listen());
    }
  }

  private void died(JsonObject event) {
    JsonObject attributes =
        event.getJsonObject("Actor", new JsonObject()).getJsonObject("Attributes");
    String relay = attributes == null ? "" : attributes.getString(RelayContainer.RELAY, "");
    if (RelayId.isValid(relay)) {
      exited(new RelayId(relay), "exit code " + attributes.getString("exitCode"));
    }
  }

  private void lookForTheDead() {
    List<RelayId> expected = List.copyOf(running.keySet());
    docker
        .list(label())
        .onSuccess(
            containers -> {
              List<String> alive =
                  containers.stream()
                      .map(JsonObject.class::cast)
                      .filter(each -> "running".equals(each.getString("State")))
                      .map(each -> each.getJsonObject("Labels"))
                      .map(labels -> labels.getString(RelayContainer.RELAY))
                      .toList();
              expected.stream()
                  .filter(id -> !alive.contains(id.value()))
                  .forEach(id -> exited(id, "it is not there any more"));
            });
  }

  private void exited(RelayId id, String how) {
    if (running.containsKey(id)) {
      docker
          .lastWords(id.value())
          .onSuccess(
              words -> {
                if (running.containsKey(id)) {
                  onExit.accept(
                      id,
                      "its container ended: " + how + "; last words: " + rules.masked(id, words));
                }
              });
    }
  }

  private Future<Void> discard(RelayId id, Place place, Throwable why) {
    running.remove(id);
    launching.remove(id);
    places.failed(place, why);
    return docker.remove(id.value()).transform(done -> places.release(place));
  }

  private String fingerprint(CoturnSettings settings) {
    return settings.fingerprint() + "-" + Integer.toHexString(image.hashCode());
  }

  private String label() {
    return RelayContainer.OWNER + "=" + owner;
  }

  /** Made once for each data directory: two nodes on one Docker never touch each other's relays. */
  private String ownerBlocking() throws IOException {
    if (Files.exists(ownerFile)) {
      return Files.readString(ownerFile).strip();
    }
    Files.createDirectories(ownerFile.getParent());
    String fresh = RandomText.alphanumeric(16);
    Files.writeString(ownerFile, fresh);
    return fresh;
  }

  private static Future<Void> none() {
    return Future.succeededFuture();
  }
}
