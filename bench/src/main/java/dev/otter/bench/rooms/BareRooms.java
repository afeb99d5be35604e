package dev.otter.bench.rooms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;

/**
 * The least that makes a room kept: it writes what it was sent at the end of a file, forces that to
 * the disk, and answers 201. It checks nothing and can find nothing again. What it takes is what
 * the machine, its disk and the generator take.
 */
public final class BareRooms {

  private static final int WRITERS = 4;

  private BareRooms() {}

  /**
   * Runs until it is killed; says its port as soon as it listens.
   *
   * @param args the file
   * @throws IOException when the file or the port cannot be had
   */
  public static void main(String[] args) throws IOException {
    // Otherwise an answer of two parts waits for the acknowledgement of the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Longer than the node's turns.
    System.setProperty("sun.net.httpserver.idleInterval", "600");
    FileChannel file =
        FileChannel.open(
            Path.of(args[0]),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(WRITERS));
    server.createContext("/v1/rooms", exchange -> keep(exchange, file));
    server.start();
    System.out.println("listening on " + server.getAddress().getPort());
  }

  private static void keep(HttpExchange exchange, FileChannel file) throws IOException {
    byte[] room = exchange.getRequestBody().readAllBytes();
    file.write(ByteBuffer.wrap(room));
    file.force(false);
    exchange.sendResponseHeaders(201, room.length);
    exchange.getResponseBody().write(room);
    exchange.close();
  }
}
