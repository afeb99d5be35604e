package dev.otter.cluster;

import dev.otter.contract.cluster.AskStanding;
import dev.otter.contract.cluster.ClusterView;
import dev.otter.contract.cluster.Standing;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.id.NodeTag;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the answer to "may this node serve?" right (docs/decisions/0008). While it serves, the loss
 * of a member, or its silence, makes it look who is really there, and {@link Majority} decides.
 * While it does not, it asks who is there for the newest view, and serves again once it belongs to
 * the majority of that. All of it runs on one context.
 */
final class ServingGuard {

  private static final Logger LOG = LoggerFactory.getLogger(ServingGuard.class);

  /** One look takes a second at least. */
  private static final int MAX_LOOKS_AT_MAPS = 10;

  private final String self;
  private final ClusterSight sight;
  private final ServingSide side;
  private final PauseFence fence;
  private final BusSilence silence;
  private final StandingListener listener;
  private final Set<String> leaving = new HashSet<>();
  private final List<NodeTag> lost = new ArrayList<>();
  private ClusterView view;
  private String why = "it has not found its cluster yet";
  private int looksAtMaps;
  private boolean evaluating;
  private boolean again;

  /**
   * Makes a guard of a node that does not serve yet.
   *
   * @param self this node's address
   * @param view the members by configuration, this one too, with epoch 0
   * @param sight what it can find out
   * @param side where it shows what it decides
   * @param fence what it resets when it is a member again
   * @param silence where it notes who answers while it serves
   * @param listener who is told
   */
  ServingGuard(
      String self,
      ClusterView view,
      ClusterSight sight,
      ServingSide side,
      PauseFence fence,
      BusSilence silence,
      StandingListener listener) {
    this.self = self;
    this.view = view;
    this.sight = sight;
    this.side = side;
    this.fence = fence;
    this.silence = silence;
    this.listener = listener;
  }

  /**
   * Says anew who should be there; counts only as long as this node has not served. Pods that start
   * have other addresses than before, and the first answer of a name server may be an old one.
   *
   * @param members their addresses, this one's too
   */
  void expect(List<String> members) {
    if (view.epoch() == 0) {
      view = new ClusterView(0, members);
    }
  }

  /**
   * Answers another node; {@code reached} is whether this one's last question to it was answered.
   */
  Standing answer(AskStanding question, boolean reached) {
    boolean member = sight.members().stream().anyMatch(each -> each.tag().equals(question.asker()));
    return new Standing(side.serving(), !side.merging(), view, member, reached);
  }

  void onAdded(ClusterMember member) {
    leaving.remove(member.name());
    evaluate();
  }

  void onRemoved(ClusterMember member) {
    lost.add(member.tag());
    if (side.serving()) {
      side.undecided(true);
    }
    evaluate();
  }

  void onLeaving(String member) {
    leaving.add(member);
  }

  /** The fence is down: whatever this node knew is old. */
  void onPause() {
    if (side.serving()) {
      toCutOff("it did not run for longer than the other nodes wait");
    }
  }

  void onMerging() {
    side.merging(true);
    if (side.serving()) {
      listener.onMerging();
    }
  }

  /** The rooms may be others than before, so all nodes say again whom they hold. */
  void onMerged() {
    side.merging(false);
    if (side.serving()) {
      listener.onServing();
      listener.onViewChange();
    }
    evaluate();
  }

  /** To be called every second. */
  Future<Void> tick() {
    if (!side.serving()) {
      listener.onCutOff(why);
      evaluate();
      return Future.succeededFuture();
    }
    List<ClusterMember> asked = others();
    return sight.ask(asked).map(answers -> takeRound(asked, answers));
  }

  private Void takeRound(List<ClusterMember> asked, Map<ClusterMember, Standing> answers) {
    silence.round(asked, answers.keySet());
    takeEpochs(answers);
    if (silence.any(others())) {
      evaluate();
    }
    return null;
  }

  /** Nodes that saw the same members come in another order have counted differently. */
  private void takeEpochs(Map<ClusterMember, Standing> answers) {
    answers.values().stream()
        .filter(each -> each.serving() && each.settled() && each.view().epoch() > view.epoch())
        .filter(each -> each.view().members().equals(view.members()))
        .forEach(each -> view = each.view());
  }

  /** Looks again; while a look is under way, once more after it. */
  void evaluate() {
    if (evaluating) {
      again = true;
      return;
    }
    evaluating = true;
    Future<?> done = Future.succeededFuture();
    if (side.serving()) {
      done = whileServing();
    } else if (!side.merging()) {
      done = whileCutOff();
    }
    done.onComplete(
        looked -> {
          if (looked.failed()) {
            LOG.error("could not look who is there", looked.cause());
          }
          evaluating = false;
          if (again) {
            again = false;
            evaluate();
          }
        });
  }

  private Future<?> whileServing() {
    if (new HashSet<>(names()).containsAll(view.members()) && !silence.any(others())) {
      toServing(view);
      return Future.succeededFuture();
    }
    side.undecided(true);
    return probe(view.members())
        .onSuccess(
            verdicts -> {
              if (!side.serving()) {
                return;
              }
              Set<String> present = new HashSet<>(names());
              present.removeIf(each -> verdicts.get(each) != ProbeVerdict.ANSWERS);
              present.add(self);
              if (Majority.serves(view.members(), present, gone(verdicts))) {
                toServing(view);
              } else {
                toCutOff("it reaches only " + present + " of " + verdicts);
              }
            });
  }

  private Future<?> whileCutOff() {
    return sight
        .ask(others())
        .compose(
            answers -> {
              Set<String> present = new HashSet<>(Set.of(self));
              ClusterView newest = view;
              for (Map.Entry<ClusterMember, Standing> each : answers.entrySet()) {
                Standing standing = each.getValue();
                if (standing.settled() && standing.member()) {
                  present.add(each.getKey().name());
                  newest = newer(newest, standing.view());
                }
              }
              ClusterView counted = newest;
              Set<String> missing = new LinkedHashSet<>(counted.members());
              missing.addAll(names());
              missing.removeAll(present);
              return probe(missing)
                  .map(verdicts -> belongs(counted, present, gone(verdicts)))
                  .compose(belongs -> belongs ? patientlyWhole() : Future.succeededFuture(false))
                  .onSuccess(
                      may -> {
                        if (may && !side.merging()) {
                          toServing(counted);
                        }
                      });
            });
  }

  /**
   * Whether the maps are whole, or were given their time: a side that belongs must serve at last.
   */
  private Future<Boolean> patientlyWhole() {
    return sight.mapsWhole().map(whole -> whole || ++looksAtMaps > MAX_LOOKS_AT_MAPS);
  }

  /**
   * Hazelcast lets a node in by way of one that sees it, though others may not; so every member
   * must have answered, before this node is more than half visible.
   */
  private boolean belongs(ClusterView counted, Set<String> present, Set<String> gone) {
    LOG.debug("looked present={} gone={} view={}", present, gone, counted);
    return names().stream().allMatch(each -> present.contains(each) || gone.contains(each))
        && Majority.serves(counted.members(), present, gone);
  }

  /** Two views of one epoch are both counted, which makes a majority harder to have, not easier. */
  private static ClusterView newer(ClusterView one, ClusterView other) {
    if (one.epoch() != other.epoch()) {
      return one.epoch() > other.epoch() ? one : other;
    }
    Set<String> both = new LinkedHashSet<>(one.members());
    both.addAll(other.members());
    return new ClusterView(one.epoch(), List.copyOf(both));
  }

  private void toServing(ClusterView counted) {
    boolean back = !side.serving();
    List<String> now = names();
    boolean changed = back || !now.equals(view.members());
    view = changed ? counted.next(now) : view;
    fence.arm(now.size() > 1);
    if (back) {
      fence.reset();
      silence.reset();
      looksAtMaps = 0;
    }
    side.serving(true);
    side.undecided(false);
    if (back) {
      LOG.info("serving view={}", view);
      // Those that went while others decided are in the news of who is present.
      lost.clear();
      listener.onServing();
    }
    if (!lost.isEmpty()) {
      LOG.info("serving on without some lost={} view={}", lost, view);
    }
    lost.forEach(listener::onLost);
    lost.clear();
    leaving.retainAll(now);
    if (changed) {
      listener.onViewChange();
    }
  }

  private void toCutOff(String reason) {
    LOG.warn("cut off because={} view={}", reason, view);
    why = reason;
    side.serving(false);
    side.undecided(false);
    listener.onCutOff(reason);
  }

  private Set<String> gone(Map<String, ProbeVerdict> verdicts) {
    Set<String> gone = new HashSet<>(leaving);
    verdicts.forEach(
        (member, verdict) -> {
          if (verdict.gone()) {
            gone.add(member);
          }
        });
    return gone;
  }

  /** Knocks at all of these but this one, at once. */
  private Future<Map<String, ProbeVerdict>> probe(Collection<String> addresses) {
    Map<String, ProbeVerdict> verdicts = new HashMap<>();
    return Future.join(
            addresses.stream()
                .filter(each -> !each.equals(self))
                .map(
                    each ->
                        sight
                            .probe(HostAndPort.parse(each))
                            .onSuccess(verdict -> verdicts.put(each, verdict)))
                .toList())
        .map(verdicts);
  }

  private List<String> names() {
    return sight.members().stream().map(ClusterMember::name).toList();
  }

  private List<ClusterMember> others() {
    return sight.members().stream().filter(each -> !each.name().equals(self)).toList();
  }
}
