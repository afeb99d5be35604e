package dev.otter.cluster;

import com.hazelcast.cluster.Address;
import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.internal.cluster.impl.ClusterServiceImpl;
import com.hazelcast.internal.cluster.impl.SplitBrainJoinMessage;
import com.hazelcast.internal.cluster.impl.SplitBrainJoinMessage.SplitBrainMergeCheckResult;
import com.hazelcast.internal.cluster.impl.TcpIpJoiner;
import com.hazelcast.internal.cluster.impl.operations.JoinMastershipClaimOp;
import com.hazelcast.internal.cluster.impl.operations.SplitBrainMergeValidationOp;
import com.hazelcast.internal.server.ServerConnectionManager;
import com.hazelcast.internal.server.tcp.LocalAddressRegistry;
import com.hazelcast.spi.impl.operationservice.Operation;
import dev.otter.contract.id.NodeTag;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How this member finds the others: as Hazelcast's joiner, with some differences.
 *
 * <p>It asks ten times a second instead of once: of nodes that start together, each would wait a
 * second before one of them claims to be the first, and another second before the others ask again.
 * What makes a claim good is the same: everybody who can be reached has agreed, and who has agreed
 * claims nothing. What is not decided within {@link #HURRY_MS} is left to Hazelcast.
 *
 * <p>In Kubernetes it goes by {@link DiscoveredMembers}, and waits until these can be right.
 *
 * <p>Hazelcast tells of members that come and go only its own joiner, so this one listens.
 */
final class PromptJoiner extends TcpIpJoiner implements InitialMembershipListener {

  private static final Logger LOG = LoggerFactory.getLogger(PromptJoiner.class);
  private static final long HURRY_MS = 3_000;
  private static final long ASK_AGAIN_MS = 100;

  /** Who has a cluster says so at once; a claim before that would be refused, which costs time. */
  private static final int QUESTIONS_BEFORE_CLAIM = 2;

  private static final long ANSWER_MS = 2_000;
  private static final long CONNECT_MS = 2_000;
  private static final long LISTED_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Empty where the members are configured. */
  private final Optional<DiscoveredMembers> discovered;

  private volatile boolean claiming;

  /** Touched by Hazelcast's thread for cuts alone. */
  private boolean holdsBack;

  PromptJoiner(Node node) {
    super(node);
    boolean discovers =
        node.getConfig().getAdvancedNetworkConfig().getJoin().getKubernetesConfig().isEnabled();
    discovered =
        discovers
            ? Optional.of(new DiscoveredMembers(node.getDiscoveryService()))
            : Optional.empty();
  }

  /** Who is there by discovery, this member too; empty where the members are configured. */
  Optional<DiscoveredMembers> discovered() {
    return discovered;
  }

  @Override
  protected Collection<Address> getPossibleAddresses() {
    if (discovered.isEmpty()) {
      return super.getPossibleAddresses();
    }
    Collection<Address> others = new ArrayList<>(discovered.get().now());
    others.remove(node.getThisAddress());
    return others;
  }

  @Override
  protected Collection<Address> getPossibleAddressesForInitialJoin() {
    discovered.ifPresent(this::awaitListed);
    return getPossibleAddresses();
  }

  /**
   * Waits until discovery names this member, or another one that can be reached: right after the
   * start of a pod the name may lead nowhere yet, and whoever takes that for an answer is soon a
   * second cluster beside the first.
   */
  private void awaitListed(DiscoveredMembers members) {
    boolean said = false;
    while (shouldRetry() && !Thread.currentThread().isInterrupted()) {
      Set<Address> now = members.now();
      if (now.contains(node.getThisAddress())
          || now.stream().anyMatch(each -> reachesAll(List.of(each)))) {
        return;
      }
      if (!said) {
        LOG.warn("waiting: discovery names neither this node nor one that lives named={}", now);
      }
      said = true;
      LockSupport.parkNanos(LISTED_AGAIN_NANOS);
    }
  }

  @Override
  public void doJoin() {
    Address target = getTargetAddress();
    if (target == null) {
      hurry();
    } else {
      // After a cut, into the cluster that has been found. Reading it has cleared it.
      setTargetAddress(target);
    }
    if (!clusterService.isJoined()) {
      super.doJoin();
    }
  }

  @Override
  public boolean isClaimingMastership() {
    return claiming || super.isClaimingMastership();
  }

  private void hurry() {
    Collection<Address> others = getPossibleAddressesForInitialJoin();
    long start = System.nanoTime();
    try {
      for (int questions = 1; shouldRetry() && millisSince(start) < HURRY_MS; questions++) {
        List<Address> there = others.stream().filter(each -> !isBlacklisted(each)).toList();
        if (there.isEmpty()) {
          return;
        }
        ask(there);
        if (clusterService.blockOnJoin(ASK_AGAIN_MS)) {
          return;
        }
        if (questions >= QUESTIONS_BEFORE_CLAIM
            && clusterService.getMasterAddress() == null
            && mayClaim(there)) {
          claim(there);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Who knows a master answers with it, and Hazelcast then asks that one to be let in. */
  private void ask(List<Address> there) {
    Address master = clusterService.getMasterAddress();
    if (master != null) {
      clusterJoinManager.sendJoinRequest(master);
    } else {
      there.forEach(clusterJoinManager::sendMasterQuestion);
    }
  }

  /** All that are there must be connected, and this node the first of them in Hazelcast's order. */
  private boolean mayClaim(List<Address> there) {
    int self = node.getThisAddress().hashCode();
    LocalAddressRegistry registry = node.getLocalAddressRegistry();
    for (Address address : there) {
      UUID member = registry.uuidOf(address);
      if (member == null
          || node.getServer().getConnectionManager(EndpointQualifier.MEMBER).get(address) == null) {
        return false;
      }
      Address primary = registry.getPrimaryAddress(member);
      if (primary == null || self > primary.hashCode()) {
        return false;
      }
    }
    return true;
  }

  private void claim(List<Address> there) throws InterruptedException {
    claiming = true;
    try {
      if (agreed(there) && clusterJoinManager.setThisMemberAsMaster()) {
        LOG.debug("the first of those that start together member={}", there);
      }
    } finally {
      claiming = false;
    }
  }

  private boolean agreed(List<Address> there) throws InterruptedException {
    List<CompletableFuture<Boolean>> answers =
        there.stream()
            .map(each -> this.<Boolean>invoke(new JoinMastershipClaimOp(), each))
            .toList();
    try {
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
          .get(ANSWER_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("not all have agreed", e);
      return false;
    }
    return answers.stream().allMatch(CompletableFuture::join);
  }

  private <T> CompletableFuture<T> invoke(Operation question, Address other) {
    return node.getNodeEngine()
        .getOperationService()
        .createInvocationBuilder(ClusterServiceImpl.SERVICE_NAME, question, other)
        .setTryCount(1)
        .invoke();
  }

  /**
   * As Hazelcast's, but merges into a cluster only when each member of it can be reached. Where two
   * do not see each other and a third sees both, the one that was put out would come in again by
   * way of the third, be put out again, and so on, and partitions would be moved over the cut each
   * time.
   */
  @Override
  public void searchForOtherClusters() {
    SplitBrainJoinMessage question = node.createSplitBrainJoinMessage();
    for (Address address : getFilteredPossibleAddresses()) {
      SplitBrainJoinMessage answer =
          reachesAll(List.of(address)) ? askToMerge(address, question) : null;
      if (clusterJoinManager.shouldMerge(answer)
          == SplitBrainMergeCheckResult.LOCAL_NODE_SHOULD_MERGE) {
        if (reachesAll(answer.getMemberAddresses())) {
          holdsBack = false;
          LOG.warn("merging into the cluster of another member={}", address);
          setTargetAddress(address);
          startClusterMerge(address, question.getMemberListVersion());
          return;
        }
        // Once, not every five seconds.
        if (!holdsBack) {
          LOG.warn("not merging into a cluster that is not reached as a whole member={}", address);
        }
        holdsBack = true;
      }
    }
  }

  private SplitBrainJoinMessage askToMerge(Address master, SplitBrainJoinMessage question) {
    try {
      return this.<SplitBrainJoinMessage>invoke(new SplitBrainMergeValidationOp(question), master)
          .get(ANSWER_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("no answer from the first of a cluster member={}", master, e);
    }
    return null;
  }

  /** Connects to all at once, and waits until all have answered, for a bound. */
  private boolean reachesAll(Collection<Address> members) {
    ServerConnectionManager connections =
        node.getServer().getConnectionManager(EndpointQualifier.MEMBER);
    long start = System.nanoTime();
    members.forEach(each -> connections.getOrConnect(each, true));
    while (!members.stream().allMatch(each -> connections.getOrConnect(each, true) != null)) {
      if (millisSince(start) > CONNECT_MS || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return true;
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  @Override
  public void init(InitialMembershipEvent event) {
    LOG.info("in the cluster members={}", event.getMembers().size());
    event.getMembers().forEach(this::onMemberAdded);
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    LOG.info("node joined node={} members={}", tag(event), event.getMembers().size());
    onMemberAdded(event.getMember());
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    LOG.info("node left node={} members={}", tag(event), event.getMembers().size());
    onMemberRemoved(event.getMember());
  }

  private static NodeTag tag(MembershipEvent event) {
    return ClusterMember.of(event.getMember()).tag();
  }
}
