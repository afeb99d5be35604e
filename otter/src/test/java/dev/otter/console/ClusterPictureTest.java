package dev.otter.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.otter.contract.console.FigureSample;
import dev.otter.contract.console.HourOfFigures;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hours of several nodes as one. */
class ClusterPictureTest {

  private static FigureSample sample(long at, int connections, Double loss) {
    return new FigureSample(at, connections, 1.5, 1_000, loss, null);
  }

  @Test
  void whatWasNotedOfTheSameTenSecondsIsAddedAndOfQualityTheMeanIsTaken() {
    List<FigureSample> both =
        ClusterPicture.merged(
            List.of(
                new HourOfFigures(List.of(sample(10, 2, 1.0), sample(20, 3, 4.0))),
                new HourOfFigures(List.of(sample(20, 5, 2.0), sample(30, 1, null)))));

    assertThat(both)
        .containsExactly(
            sample(10, 2, 1.0),
            new FigureSample(20, 8, 3.0, 2_000, 3.0, null),
            sample(30, 1, null));
  }
}
