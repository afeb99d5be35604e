package dev.otter.cluster;

import com.hazelcast.spi.merge.MergingValue;
import dev.otter.contract.bus.WireJson;
import dev.otter.contract.room.Room;

/**
 * Of two states of one room, after a cut: a closed one stays closed, whoever closed it; else the
 * one of the side that served.
 */
public final class RoomMergePolicy extends ServingSideMergePolicy {

  /** For Hazelcast. */
  public RoomMergePolicy() {}

  @Override
  boolean incomingWins(MergingValue<Object> incoming, MergingValue<Object> existing) {
    boolean incomingClosed = closed(incoming);
    return incomingClosed == closed(existing)
        ? super.incomingWins(incoming, existing)
        : incomingClosed;
  }

  private static boolean closed(MergingValue<Object> room) {
    return WireJson.read((String) room.getDeserializedValue(), Room.class).closed();
  }
}
