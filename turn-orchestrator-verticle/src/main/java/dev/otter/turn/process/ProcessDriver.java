package dev.otter.turn.process;

import dev.otter.contract.config.RelaysConfig;
import dev.otter.turn.certificate.RelayCertificate;
import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.coturn.RelayRules;
import dev.otter.turn.ports.ListeningHosts;
import dev.otter.turn.ports.PortSlots;
import dev.otter.turn.ports.PortSlots.Slot;
import dev.otter.turn.process.RelayDirectoryFiles.Kept;
import dev.otter.turn.relay.RelayDriver;
import dev.otter.turn.relay.RelayEndpoint;
import dev.otter.turn.relay.RelayId;
import dev.otter.turn.relay.RunningRelay;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays as processes of this machine. A relay outlives a node that is killed, so that its calls go
 * on; the node's next life adopts it. Secrets are in a private file only: the command line has the
 * file's name, and the environment is empty.
 */
public final class ProcessDriver implements RelayDriver {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessDriver.class);
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final int GRACE_SECONDS = 2;
  private static final long LOG_CHECK_MS = 60_000;

  private final Vertx vertx;
  private final Context context;
  private final Path executable;
  private final RelaysConfig config;
  private final InetAddress local;
  private final RelayRules rules;
  private final RelayDirectoryFiles files;
  private final PortSlots slots;
  private final long logCheck;

  private final Map<RelayId, Future<Started>> launches = new ConcurrentHashMap<>();

  /** From a relay's start to its end, also before the node has heard of the start. */
  private final Map<RelayId, ProcessHandle> processes = new ConcurrentHashMap<>();

  private BiConsumer<RelayId, String> onExit = (id, reason) -> {};

  /**
   * Makes a driver on the current context.
   *
   * @param vertx whose worker threads touch files and processes
   * @param executable the turnserver
   * @param directory where relays have their directories; private to this node
   * @param slots where the machine's relays keep book of their ports
   * @param config ports and addresses
   * @param local where they listen
   * @param rules what they are told
   */
  public ProcessDriver(
      Vertx vertx,
      Path executable,
      Path directory,
      PortSlots slots,
      RelaysConfig config,
      InetAddress local,
      RelayRules rules) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.executable = executable;
    this.config = config;
    this.local = local;
    this.rules = rules;
    this.files = new RelayDirectoryFiles(directory);
    this.slots = slots;
    this.logCheck = vertx.setPeriodic(LOG_CHECK_MS, timer -> boundLogs());
  }

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Future<List<RunningRelay>> find() {
    return vertx
        .executeBlocking(this::findBlocking)
        .map(
            found -> {
              found.forEach((relay, process) -> watch(relay.id(), process));
              return List.copyOf(found.keySet());
            });
  }

  @Override
  public boolean takesIpv6() {
    return true;
  }

  @Override
  public Future<RunningRelay> launch(RelayId id, String publicIp, Optional<String> ipv6) {
    Future<Started> start = vertx.executeBlocking(() -> launchBlocking(id, publicIp, ipv6));
    launches.put(id, start);
    return start
        .onComplete(done -> launches.remove(id))
        .map(
            started -> {
              watch(id, started.process.toHandle());
              return new RunningRelay(id, started.endpoint, true);
            });
  }

  /**
   * A relay that is just being started is stopped when it has been: the two come from handlers of
   * different contexts, whose blocking parts have no order among them.
   */
  @Override
  public Future<Void> stop(RelayId id) {
    Future<Started> start = launches.get(id);
    return start == null ? stopNow(id) : start.transform(done -> stopNow(id));
  }

  private Future<Void> stopNow(RelayId id) {
    ProcessHandle process = processes.remove(id);
    return vertx.executeBlocking(
        () -> {
          Optional<ProcessHandle> running =
              Optional.ofNullable(process).or(() -> files.process(id));
          if (running.isPresent()) {
            end(running.get());
          }
          forget(id);
          return null;
        });
  }

  @Override
  public Future<Void> renewCertificate(RelayId id) {
    ProcessHandle process = processes.get(id);
    return process == null
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              showCertificate(id, process);
              return null;
            });
  }

  @Override
  public void onExit(BiConsumer<RelayId, String> handler) {
    onExit = handler;
  }

  @Override
  public Future<Void> close() {
    vertx.cancelTimer(logCheck);
    return Future.succeededFuture();
  }

  private Map<RunningRelay, ProcessHandle> findBlocking() throws IOException {
    Map<RunningRelay, ProcessHandle> found = new HashMap<>();
    for (RelayId id : files.all()) {
      Optional<ProcessHandle> process = files.process(id);
      Optional<Kept> kept = files.read(id);
      if (process.isPresent() && kept.isPresent()) {
        files.writePid(id, process.get().pid());
        slots.hand(kept.get().slot(), process.get().pid());
        showCertificate(id, process.get());
        found.put(
            new RunningRelay(id, endpoint(id, kept.get()), isCurrent(id, kept.get())),
            process.get());
        LOG.info("adopted a running relay relayId={} pid={}", id, process.get().pid());
      } else {
        if (process.isPresent()) {
          end(process.get());
        }
        forget(id);
        LOG.info("removed what was left of a relay relayId={}", id);
      }
    }
    return found;
  }

  private RelayEndpoint endpoint(RelayId id, Kept kept) {
    return new RelayEndpoint(
            kept.publicIp(), kept.localIp(), kept.port(), rules.console(id.value(), kept.slot()))
        .withIpv6(Optional.ofNullable(kept.ipv6()));
  }

  private void writeCertificate(RelayId id) throws IOException {
    Optional<RelayCertificate> certificate = rules.certificates().current();
    if (certificate.isPresent()) {
      files.writePrivate(id, CoturnSettings.CERTIFICATE, certificate.get().chain());
      files.writePrivate(id, CoturnSettings.KEY, certificate.get().key());
    }
  }

  /** CoTURN reads both files again when it gets this signal. */
  private void showCertificate(RelayId id, ProcessHandle process) throws IOException {
    if (!rules.certificates().wanted()) {
      return;
    }
    writeCertificate(id);
    try {
      int exit =
          new ProcessBuilder("kill", "-USR2", String.valueOf(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new IOException("kill -USR2 " + process.pid() + " ended with " + exit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }

  private boolean isCurrent(RelayId id, Kept kept) {
    return settings(id, kept.slot(), kept.publicIp(), Optional.ofNullable(kept.ipv6()))
            .fingerprint()
            .equals(kept.fingerprint())
        && config.publicIp().map(kept.publicIp()::equals).orElse(true);
  }

  private CoturnSettings settings(RelayId id, Slot slot, String publicIp, Optional<String> ipv6) {
    return CoturnSettings.of(rules, id.value(), local, slot, publicIp).withIpv6(ipv6);
  }

  private Started launchBlocking(RelayId id, String publicIp, Optional<String> wanted)
      throws IOException {
    ListeningHosts hosts = ListeningHosts.here(local, wanted);
    Optional<String> ipv6 = hosts.ipv6();
    Slot slot = slots.take(hosts::areFree, config, Set.of());
    try {
      CoturnSettings settings = settings(id, slot, publicIp, ipv6);
      Kept kept =
          new Kept(
              publicIp,
              local.getHostAddress(),
              slot.listeningPort(),
              slot.relayPorts().first(),
              slot.relayPorts().last(),
              slot.consolePort(),
              settings.fingerprint(),
              ipv6.orElse(null));
      files.write(id, settings, kept);
      writeCertificate(id);
      ProcessBuilder builder =
          new ProcessBuilder(command(files.configuration(id)))
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(files.log(id).toFile()))
              .redirectInput(Redirect.from(new File("/dev/null")));
      builder.environment().clear();
      Process process = builder.start();
      processes.put(id, process.toHandle());
      files.writePid(id, process.pid());
      slots.hand(slot, process.pid());
      return new Started(process, endpoint(id, kept));
    } catch (IOException e) {
      slots.release(slot, ProcessHandle.current().pid());
      throw e;
    }
  }

  /** In a session of its own, so that Ctrl+C at the node's terminal is for the node alone. */
  private List<String> command(Path configuration) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.addAll(List.of(executable.toString(), "-c", configuration.toString()));
    return command;
  }

  /** Calls back on the driver's context; a relay that was stopped is not watched any more. */
  private void watch(RelayId id, ProcessHandle process) {
    processes.put(id, process);
    CompletableFuture<Void> unused =
        process.onExit().thenRun(() -> context.runOnContext(done -> exited(id, process)));
  }

  private void exited(RelayId id, ProcessHandle process) {
    if (!processes.remove(id, process)) {
      return;
    }
    vertx
        .executeBlocking(() -> files.lastWords(id))
        .otherwise("")
        .onSuccess(
            words ->
                onExit.accept(id, "turnserver ended; its last words: " + rules.masked(id, words)));
  }

  private void forget(RelayId id) throws IOException {
    Optional<Kept> kept = files.read(id);
    if (kept.isPresent()) {
      // It died before that was written; in a container this process has the number that it had.
      long pid = files.pid(id).orElse(ProcessHandle.current().pid());
      slots.release(kept.get().slot(), pid);
    }
    files.delete(id);
  }

  private static void end(ProcessHandle process) throws IOException {
    process.destroy();
    if (!ended(process)) {
      process.destroyForcibly();
      if (!ended(process)) {
        throw new IOException("process " + process.pid() + " does not end");
      }
    }
  }

  private static boolean ended(ProcessHandle process) throws IOException {
    try {
      process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }

  private void boundLogs() {
    List<RelayId> ids = new ArrayList<>(processes.keySet());
    vertx
        .executeBlocking(
            () -> {
              for (RelayId id : ids) {
                files.boundLog(id);
              }
              return null;
            })
        .onFailure(failure -> LOG.warn("a relay's log could not be bounded", failure));
  }

  private record Started(Process process, RelayEndpoint endpoint) {}
}
