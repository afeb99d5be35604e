package dev.otter.deploy.kubernetes;

import dev.otter.deploy.DeployException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A port of this machine's loopback that leads to a port of a pod through the API server, as {@code
 * kubectl port-forward} has it: each connection is a WebSocket whose messages begin with the number
 * of a channel, 0 for the data and 1 for what went wrong; the first message of each repeats the
 * port. A few connections at a time, each with a thread of its own.
 */
final class PortForward implements AutoCloseable {

  private static final String PROTOCOL = "v4.channel.k8s.io";
  private static final int DATA = 0;
  private static final int FAULT = 1;
  private static final int CHUNK = 16_384;

  private final ApiClient api;
  private final String path;
  private final ServerSocket server;
  private volatile Optional<String> trouble = Optional.empty();

  private PortForward(ApiClient api, String path, ServerSocket server) {
    this.api = api;
    this.path = path;
    this.server = server;
  }

  /** Opens one. */
  static PortForward open(ApiClient api, String namespace, String pod, int port) {
    try {
      ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
      String path = ApiKind.POD.path(namespace, pod) + "/portforward?ports=" + port;
      PortForward forward = new PortForward(api, path, server);
      start(forward::accept);
      return forward;
    } catch (IOException e) {
      throw DeployException.failed("no port of this machine can be opened: " + e.getMessage());
    }
  }

  /** The port of this machine. */
  int port() {
    return server.getLocalPort();
  }

  /** Why the last connection came to nothing, in words; empty where none did. */
  Optional<String> trouble() {
    return trouble;
  }

  @Override
  public void close() {
    closed(server);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        start(() -> pass(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  /** Until one of both ends it. */
  private void pass(Socket socket) {
    try (socket) {
      WebSocket pod = api.open(path, PROTOCOL, new FromPod(socket));
      byte[] chunk = new byte[CHUNK];
      int read;
      while ((read = socket.getInputStream().read(chunk)) >= 0) {
        ByteBuffer message = ByteBuffer.allocate(read + 1);
        message.put((byte) DATA).put(chunk, 0, read).flip();
        pod.sendBinary(message, true).join();
      }
      pod.abort();
    } catch (IOException | CompletionException | DeployException e) {
      // Whoever connected finds that the connection is closed.
      trouble = Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "port-forward");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closed(AutoCloseable one) {
    try {
      one.close();
    } catch (Exception e) {
      // It is of no use any more either way.
      return;
    }
  }

  /** What comes from the pod. */
  private static final class FromPod implements WebSocket.Listener {

    private final Socket socket;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final boolean[] begun = new boolean[2];

    FromPod(Socket socket) {
      this.socket = socket;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket pod, ByteBuffer part, boolean last) {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      message.writeBytes(bytes);
      if (last) {
        byte[] whole = message.toByteArray();
        message.reset();
        hear(whole);
      }
      pod.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket pod, int code, String reason) {
      closed(socket);
      return null;
    }

    @Override
    public void onError(WebSocket pod, Throwable failure) {
      closed(socket);
    }

    private void hear(byte[] whole) {
      int channel = whole.length == 0 ? -1 : whole[0];
      if (channel != DATA && channel != FAULT) {
        closed(socket);
      } else if (!begun[channel]) {
        begun[channel] = true;
      } else if (channel == FAULT) {
        closed(socket);
      } else {
        write(whole);
      }
    }

    private void write(byte[] whole) {
      try {
        socket.getOutputStream().write(whole, 1, whole.length - 1);
      } catch (IOException e) {
        closed(socket);
      }
    }
  }
}
