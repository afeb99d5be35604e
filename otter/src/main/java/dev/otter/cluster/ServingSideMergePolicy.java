package dev.otter.cluster;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import java.util.Set;

/**
 * Of two entries with one key, after a cut, the one of the side that served stays. Hazelcast merges
 * the smaller side into the larger, and of two of one size either into the other, so which one
 * comes in says nothing. An entry that only one side has stays too.
 *
 * <p>Hazelcast makes it by its name, and runs it on threads of its own.
 */
public class ServingSideMergePolicy
    implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object>, HazelcastInstanceAware {

  private transient HazelcastInstance hazelcast;

  /** For Hazelcast. */
  public ServingSideMergePolicy() {}

  @Override
  public Object merge(MergingValue<Object> incoming, MergingValue<Object> existing) {
    return existing == null || incomingWins(incoming, existing)
        ? incoming.getRawValue()
        : existing.getRawValue();
  }

  boolean incomingWins(MergingValue<Object> incoming, MergingValue<Object> existing) {
    ServingSide side = side();
    return side != null && side.incomingWins();
  }

  @Override
  public void setHazelcastInstance(HazelcastInstance hazelcastInstance) {
    hazelcast = hazelcastInstance;
  }

  /** A policy that came over the network was told the instance; one that stayed was not. */
  private ServingSide side() {
    Set<HazelcastInstance> all = Hazelcast.getAllHazelcastInstances();
    HazelcastInstance here =
        hazelcast == null && all.size() == 1 ? all.iterator().next() : hazelcast;
    return here == null ? null : (ServingSide) here.getUserContext().get(ServingSide.CONTEXT_KEY);
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // It has no state that travels.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // It has no state that travels.
  }
}
