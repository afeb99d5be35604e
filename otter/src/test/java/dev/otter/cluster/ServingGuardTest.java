package dev.otter.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.cluster.AskStanding;
import dev.otter.contract.cluster.ClusterView;
import dev.otter.contract.cluster.Standing;
import dev.otter.contract.config.HostAndPort;
import dev.otter.contract.id.NodeTag;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The guard of one node, "a" unless said otherwise, among members that a test invents. */
class ServingGuardTest {

  private static final ClusterMember A = member(1);
  private static final ClusterMember B = member(2);
  private static final ClusterMember C = member(3);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong silentNanos = new AtomicLong();
  private final PauseFence fence = new PauseFence(nanos::get, Duration.ofSeconds(8));
  private final ServingSide side = new ServingSide(fence);
  private final List<String> heard = new ArrayList<>();
  private final Map<String, ProbeVerdict> verdicts = new HashMap<>();
  private final Map<ClusterMember, Standing> standings = new HashMap<>();
  private List<ClusterMember> members = List.of(A);
  private boolean mapsAreWhole = true;

  @Test
  void aNodeWithoutOthersServesAtOnce() {
    ServingGuard guard = guard(A, A);

    guard.evaluate();

    assertThat(heard).containsExactly("serving", "view");
    assertThat(side.decides()).isTrue();
  }

  @Test
  void aNodeWhoseConfiguredOthersAreNotReachableWaits() {
    verdicts.put(A.name(), ProbeVerdict.UNREACHABLE);
    ServingGuard guard = guard(B, A, B);
    members = List.of(B);
    guard.evaluate();
    assertThat(side.serving()).isFalse();

    verdicts.put(A.name(), ProbeVerdict.REFUSED);
    guard.evaluate();

    assertThat(side.serving()).isTrue();
  }

  @Test
  void whoIsExpectedMayChangeUntilItServesAndNotAfterwards() {
    verdicts.put(A.name(), ProbeVerdict.UNREACHABLE);
    ServingGuard guard = guard(B, A, B);
    members = List.of(B);
    guard.evaluate();
    assertThat(side.serving()).isFalse();

    guard.expect(List.of(B.name()));
    guard.evaluate();
    assertThat(side.serving()).isTrue();

    guard.onPause();
    assertThat(side.serving()).isFalse();
    guard.expect(List.of(A.name(), B.name()));
    guard.evaluate();
    assertThat(side.serving()).isTrue();
  }

  @Test
  void aKilledMemberIsReportedAndTheOtherOfTwoServesOn() {
    ServingGuard guard = servingWith(B, A, B);

    lose(guard, A, ProbeVerdict.REFUSED);

    assertThat(heard).containsExactly("lost " + A.tag(), "view");
    assertThat(side.decides()).isTrue();
  }

  @Test
  void aHungMemberCountsAsGone() {
    ServingGuard guard = servingWith(B, A, B);

    lose(guard, A, ProbeVerdict.HUNG);

    assertThat(side.serving()).isTrue();
  }

  @Test
  void aMemberThatLivesOnButIsCutOffIsNotGone() {
    ServingGuard guard = servingWith(B, A, B);

    lose(guard, A, ProbeVerdict.ANSWERS);

    assertThat(side.serving()).isFalse();
  }

  @Test
  void aMemberThatSaidGoodbyeIsGone() {
    ServingGuard guard = servingWith(B, A, B);
    guard.onLeaving(A.name());

    lose(guard, A, ProbeVerdict.UNREACHABLE);

    assertThat(side.serving()).isTrue();
  }

  @Test
  void theMajorityServesOnAndTheMinorityDoesNotTellOfLosses() {
    ServingGuard majority = servingWith(A, A, B, C);
    lose(majority, C, ProbeVerdict.UNREACHABLE);
    assertThat(heard).containsExactly("lost " + C.tag(), "view");

    ServingGuard minority = servingWith(C, A, B, C);
    verdicts.put(B.name(), ProbeVerdict.UNREACHABLE);
    lose(minority, A, ProbeVerdict.UNREACHABLE);

    assertThat(heard).hasSize(1).first().asString().startsWith("cut off");
    assertThat(side.decides()).isFalse();
  }

  /** Hazelcast takes one after the other off its list; B's vote must not count until then. */
  @Test
  void aMemberThatIsStillListedButDoesNotAnswerIsNotThere() {
    ServingGuard guard = servingWith(A, A, B, C);
    verdicts.put(B.name(), ProbeVerdict.UNREACHABLE);

    lose(guard, C, ProbeVerdict.UNREACHABLE);

    assertThat(side.serving()).isFalse();
  }

  @Test
  void whileItLooksItDoesNotDecide() {
    Promise<ProbeVerdict> slow = Promise.promise();
    ServingGuard guard = servingWith(slow.future(), A, A, B);
    members = List.of(A);

    guard.onRemoved(B);
    assertThat(side.serving()).isTrue();
    assertThat(side.decides()).isFalse();
    slow.complete(ProbeVerdict.REFUSED);

    assertThat(side.decides()).isTrue();
  }

  @Test
  void aMinorityServesAgainWhenThoseThatServedHaveItBack() {
    ServingGuard guard = servingWith(C, A, B, C);
    verdicts.put(B.name(), ProbeVerdict.UNREACHABLE);
    lose(guard, A, ProbeVerdict.UNREACHABLE);
    members = List.of(A, B, C);
    ClusterView theirs = new ClusterView(7, List.of(A.name(), B.name()));
    standings.put(B, new Standing(true, true, theirs, true, true));

    standings.put(A, new Standing(true, true, theirs, false, true));
    guard.tick();
    assertThat(side.serving()).as("A does not have it as a member").isFalse();
    standings.put(A, new Standing(true, true, theirs, true, true));
    guard.tick();

    assertThat(side.serving()).isTrue();
    assertThat(guard.answer(new AskStanding(A.tag(), true), true).view())
        .isEqualTo(new ClusterView(8, List.of(A.name(), B.name(), C.name())));
  }

  /** A's view is newer than what both of them know: A may serve alone, so B and C must not. */
  @Test
  void theNewestViewCountsNotTheOwn() {
    ServingGuard guard = servingWith(C, A, B, C);
    verdicts.put(A.name(), ProbeVerdict.UNREACHABLE);
    verdicts.put(B.name(), ProbeVerdict.UNREACHABLE);
    lose(guard, A, ProbeVerdict.UNREACHABLE);
    members = List.of(B, C);
    ClusterView ofAAndB = new ClusterView(9, List.of(A.name(), B.name()));
    standings.put(B, new Standing(false, true, ofAAndB, true, true));

    guard.tick();

    assertThat(side.serving()).isFalse();
  }

  /** Hazelcast lists all three, as B sees both of the others; A and C do not see each other. */
  @Test
  void aNodeThatDoesNotReachAMemberOfTheMajorityStaysCutOff() {
    ServingGuard guard = servingWith(C, A, B, C);
    verdicts.put(B.name(), ProbeVerdict.UNREACHABLE);
    lose(guard, A, ProbeVerdict.UNREACHABLE);
    members = List.of(A, B, C);
    ClusterView theirs = new ClusterView(7, List.of(B.name(), A.name()));
    standings.put(B, new Standing(true, true, theirs, true, true));

    guard.tick();
    assertThat(side.serving()).isFalse();
    standings.put(A, new Standing(true, true, theirs, true, true));
    guard.tick();

    assertThat(side.serving()).isTrue();
  }

  @Test
  void aNodeServesAgainOnlyWhenTheMapsAreWhole() {
    ServingGuard guard = servingWith(B, A, B);
    lose(guard, A, ProbeVerdict.UNREACHABLE);
    members = List.of(A, B);
    ClusterView theirs = new ClusterView(7, List.of(A.name()));
    standings.put(A, new Standing(true, true, theirs, true, true));
    mapsAreWhole = false;

    guard.tick();
    assertThat(side.serving()).isFalse();
    mapsAreWhole = true;
    guard.tick();

    assertThat(side.serving()).isTrue();
  }

  @Test
  void aPauseMakesItStopUntilTheOthersHaveIt() {
    ServingGuard guard = servingWith(A, A, B);
    nanos.addAndGet(Duration.ofSeconds(20).toNanos());
    assertThat(side.delivers()).isFalse();

    guard.onPause();
    assertThat(side.serving()).isFalse();
    ClusterView view = new ClusterView(1, List.of(A.name(), B.name()));
    standings.put(B, new Standing(true, true, view, true, true));
    fence.pulse();
    guard.tick();

    assertThat(side.serving()).isTrue();
    assertThat(side.delivers()).isTrue();
  }

  /** Hazelcast still lists all, as it still hears them; none of them hears this one. */
  @Test
  void aNodeThatNobodyAnswersLooksAndIsAMinority() {
    ServingGuard guard = servingWith(C, A, B, C);
    guard.tick();
    verdicts.put(A.name(), ProbeVerdict.UNREACHABLE);
    verdicts.put(B.name(), ProbeVerdict.UNREACHABLE);
    silentNanos.addAndGet(Duration.ofSeconds(9).toNanos());
    guard.tick();
    assertThat(side.serving()).isTrue();

    silentNanos.addAndGet(Duration.ofSeconds(1).toNanos());
    guard.tick();

    assertThat(side.serving()).isFalse();
  }

  @Test
  void aMemberThatDoesNotAnswerOnTheBusAndAnswersAtItsPortIsThere() {
    ServingGuard guard = servingWith(A, A, B);
    guard.tick();
    silentNanos.addAndGet(Duration.ofSeconds(30).toNanos());

    guard.tick();

    assertThat(side.decides()).isTrue();
  }

  @Test
  void ofAMergeTheSideThatServedKeepsItsEntries() {
    servingWith(A, A, B);
    assertThat(side.incomingWins()).isFalse();
    side.merging(true);
    assertThat(side.incomingWins()).as("its own come in").isTrue();

    side.serving(false);
    assertThat(side.incomingWins()).as("its own come in, and it was cut off").isFalse();
    side.merging(false);
    assertThat(side.incomingWins()).isTrue();
  }

  private ServingGuard servingWith(ClusterMember self, ClusterMember... all) {
    return servingWith(null, self, all);
  }

  private ServingGuard servingWith(
      Future<ProbeVerdict> everyVerdict, ClusterMember self, ClusterMember... all) {
    members = List.of(all);
    side.serving(false);
    for (ClusterMember each : all) {
      verdicts.put(each.name(), ProbeVerdict.ANSWERS);
      standings.put(each, new Standing(false, true, new ClusterView(0, List.of()), true, true));
    }
    ServingGuard guard = guard(everyVerdict, self, all);
    guard.evaluate();
    assertThat(side.serving()).isTrue();
    heard.clear();
    standings.clear();
    return guard;
  }

  private void lose(ServingGuard guard, ClusterMember lost, ProbeVerdict verdict) {
    members = members.stream().filter(each -> !each.equals(lost)).toList();
    verdicts.put(lost.name(), verdict);
    guard.onRemoved(lost);
  }

  private ServingGuard guard(ClusterMember self, ClusterMember... configured) {
    return guard(null, self, configured);
  }

  private ServingGuard guard(
      Future<ProbeVerdict> everyVerdict, ClusterMember self, ClusterMember... configured) {
    List<String> names = List.of(configured).stream().map(ClusterMember::name).toList();
    return new ServingGuard(
        self.name(),
        new ClusterView(0, names),
        new Invented(everyVerdict),
        side,
        fence,
        new BusSilence(silentNanos::get, Duration.ofMillis(9_500)),
        new Recording());
  }

  private static ClusterMember member(int number) {
    return new ClusterMember(new HostAndPort("10.0.0." + number, 5701), NodeTag.random());
  }

  private final class Invented implements ClusterSight {

    private final Future<ProbeVerdict> everyVerdict;

    private Invented(Future<ProbeVerdict> everyVerdict) {
      this.everyVerdict = everyVerdict;
    }

    @Override
    public List<ClusterMember> members() {
      return members;
    }

    @Override
    public Future<ProbeVerdict> probe(HostAndPort member) {
      return everyVerdict == null
          ? Future.succeededFuture(verdicts.get(member.toString()))
          : everyVerdict;
    }

    @Override
    public Future<Map<ClusterMember, Standing>> ask(List<ClusterMember> others) {
      Map<ClusterMember, Standing> answers = new HashMap<>(standings);
      answers.keySet().retainAll(others);
      return Future.succeededFuture(answers);
    }

    @Override
    public Future<Boolean> mapsWhole() {
      return Future.succeededFuture(mapsAreWhole);
    }
  }

  private final class Recording implements StandingListener {

    @Override
    public void onServing() {
      heard.add("serving");
    }

    @Override
    public void onCutOff(String why) {
      heard.add("cut off: " + why);
    }

    @Override
    public void onMerging() {
      heard.add("merging");
    }

    @Override
    public void onLost(NodeTag node) {
      heard.add("lost " + node);
    }

    @Override
    public void onViewChange() {
      heard.add("view");
    }
  }
}
