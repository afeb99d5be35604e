package dev.otter.launcher;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;

/**
 * Lets the heap keep the size that it began with (1/64 of the memory) for longer, instead of being
 * shrunk after the start. G1 then collects half as often under load, and its pauses are the longest
 * waits of a node (decision 9). What the command line set stays.
 */
final class HeapSize {

  private static final String FLAG = "MaxHeapFreeRatio";

  private static final String PERCENT = "90";

  private HeapSize() {}

  static void keep() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine == null) {
      // Another machine than HotSpot has other flags.
      return;
    }
    try {
      if (machine.getVMOption(FLAG).getOrigin() == VMOption.Origin.DEFAULT) {
        machine.setVMOption(FLAG, PERCENT);
      }
    } catch (IllegalArgumentException notThere) {
      // Not a flag of this version: then there is nothing to set.
    }
  }
}
