package dev.otter.command;

import dev.otter.contract.config.OtterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the ports are free, or taken by a node of Otter. Blocking. */
final class PortsCheck {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final OtterConfig config;

  PortsCheck(OtterConfig config) {
    this.config = config;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(port("http.port", config.http().host(), config.http().port()));
    config
        .management()
        .port()
        .ifPresent(port -> findings.add(port("management.port", config.management().host(), port)));
    return findings;
  }

  private static Finding port(String option, String host, int port) {
    if (port == 0) {
      return Finding.ok(option, "a free port, another at each start");
    }
    String address = host + ":" + port;
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return Finding.ok(option, address + " is free");
    } catch (IOException e) {
      return isOtter(host, port)
          ? Finding.ok(option, address + " is used by a running node of Otter")
          : Finding.wrong(
              option,
              address + " cannot be used (" + e.getMessage() + "); choose another " + option);
    }
  }

  private static boolean isOtter(String host, int port) {
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
    String literal = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + literal + ":" + port + "/healthz"))
                      .timeout(TIMEOUT)
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      return answer.body().contains("\"alive\"");
    } catch (IOException | IllegalArgumentException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
