package dev.otter.signaling;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which a buffer was collected as garbage that nobody had released. Found
 * by JUnit itself; Netty's leak detection is at its highest level in the tests of this module and
 * of otter.
 */
public final class LeakCheck implements AfterAllCallback {

  private static final int MAX_COLLECTIONS = 50;
  private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

  /** Listens to Netty's leak detection; made before the first test, and so before any buffer. */
  public LeakCheck() {
    if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
      throw new IllegalStateException("set io.netty.leakDetection.level=paranoid");
    }
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation")
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int samplingInterval, long maxActive) {
            return new Recorder<>(resource, samplingInterval);
          }
        });
  }

  @Override
  public void afterAll(ExtensionContext context) {
    collect();
    // Netty looks for leaks when it makes a buffer.
    ByteBufAllocator.DEFAULT.buffer(1).release();
    if (!LEAKS.isEmpty()) {
      String leaks = String.join("\n", LEAKS);
      LEAKS.clear();
      throw new AssertionError("LEAK: " + leaks);
    }
  }

  private static void collect() {
    WeakReference<Object> canary = new WeakReference<>(new Object());
    for (int i = 0; i < MAX_COLLECTIONS && canary.get() != null; i++) {
      System.gc();
    }
  }

  private static final class Recorder<T> extends ResourceLeakDetector<T> {

    Recorder(Class<T> resource, int samplingInterval) {
      super(resource, samplingInterval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
      LEAKS.add(resourceType + records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
      LEAKS.add(resourceType);
    }
  }
}
