package dev.otter.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class HeapSizeTest {

  private static final String FLAG = "MaxHeapFreeRatio";

  private final HotSpotDiagnosticMXBean machine =
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

  @Test
  void theHeapIsNotShrunkSoSoonUnlessSomebodyChoseOtherwise() {
    HeapSize.keep();
    assertThat(machine.getVMOption(FLAG).getValue()).isEqualTo("90");

    machine.setVMOption(FLAG, "80");
    HeapSize.keep();
    assertThat(machine.getVMOption(FLAG).getValue()).isEqualTo("80");
  }
}
