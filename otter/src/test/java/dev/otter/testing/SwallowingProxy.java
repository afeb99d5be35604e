package dev.otter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between clients and a node, and can swallow from some moment on whatever comes, both ways,
 * while all connections stay open: what both sides see of a network that went away. Or it can take
 * nothing any longer, as a client that does not read.
 */
public final class SwallowingProxy implements AutoCloseable {

  private static final int BUFFER_BYTES = 16_384;

  private final ServerSocket listening;
  private final URI target;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile boolean swallows;
  private volatile boolean stalled;

  private SwallowingProxy(ServerSocket listening, URI target) {
    this.listening = listening;
    this.target = target;
  }

  /** Begins to pass on what comes to {@link #base}. */
  public static SwallowingProxy to(URI target) throws IOException {
    ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SwallowingProxy proxy = new SwallowingProxy(listening, target);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** Where clients connect to. */
  public URI base() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** Passes nothing on any longer, and closes nothing. */
  public void swallow() {
    swallows = true;
  }

  /** Reads nothing any longer, so that whoever sends finds its buffers full. */
  public void stall() {
    stalled = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(target.getHost(), target.getPort());
        sockets.add(client);
        sockets.add(server);
        threads.execute(() -> pump(client, server));
        threads.execute(() -> pump(server, client));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (stalled) {
          over.await();
        }
        if (!swallows) {
          out.write(buffer, 0, read);
        }
      }
      if (!swallows) {
        to.shutdownOutput();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // One of the two has gone; the other one learns of it when it writes, or never.
    }
  }

  @Override
  public void close() throws IOException {
    over.countDown();
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
