package dev.otter.contract.bus;

import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The members of a cluster as one node sees them, where a second node, which nobody can reach, says
 * that it answers everything: what does not stay on the first node is lost.
 */
final class UnreachableNodeCluster implements ClusterManager {

  private static final String SELF = "self";
  private static final String ELSEWHERE = "elsewhere";

  private final BlockingQueue<String> sought = new LinkedBlockingQueue<>();
  private volatile NodeInfo self;
  private volatile boolean active;

  /** The addresses of messages for which the cluster was asked who answers them. */
  BlockingQueue<String> sought() {
    return sought;
  }

  @Override
  public void init(Vertx vertx) {}

  @Override
  public void join(Completable<Void> joined) {
    active = true;
    joined.succeed();
  }

  @Override
  public void leave(Completable<Void> left) {
    active = false;
    left.succeed();
  }

  @Override
  public boolean isActive() {
    return active;
  }

  @Override
  public String getNodeId() {
    return SELF;
  }

  @Override
  public List<String> getNodes() {
    return List.of(SELF, ELSEWHERE);
  }

  @Override
  public NodeInfo getNodeInfo() {
    return self;
  }

  @Override
  public void setNodeInfo(NodeInfo nodeInfo, Completable<Void> set) {
    self = nodeInfo;
    set.succeed();
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> found) {
    // Port 1 of loopback: nobody listens there.
    found.succeed(nodeId.equals(SELF) ? self : new NodeInfo("127.0.0.1", 1, null));
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> found) {
    sought.add(address);
    found.succeed(List.of(new RegistrationInfo(ELSEWHERE, 1, false)));
  }

  @Override
  public void addRegistration(String address, RegistrationInfo info, Completable<Void> added) {
    added.succeed();
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo info, Completable<Void> removed) {
    removed.succeed();
  }

  @Override
  public void nodeListener(NodeListener listener) {}

  @Override
  public void registrationListener(RegistrationListener listener) {}

  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    return new ConcurrentHashMap<>();
  }

  @Override
  public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> opened) {
    throw new UnsupportedOperationException("no map is needed here");
  }

  @Override
  public void getLockWithTimeout(String name, long timeout, Completable<Lock> locked) {
    throw new UnsupportedOperationException("no lock is needed here");
  }

  @Override
  public void getCounter(String name, Completable<Counter> opened) {
    throw new UnsupportedOperationException("no counter is needed here");
  }
}
