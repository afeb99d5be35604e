package dev.otter.signaling.websocket;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.otter.contract.config.AccessLimitsConfig;
import dev.otter.contract.config.DeadlinesConfig;
import dev.otter.contract.config.LimitsConfig;
import dev.otter.contract.error.RefusedException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link PipelineHandOver} believes of Vert.x, which does not promise it. When a new version
 * of Vert.x fails here, look at what it has put into the pipeline before changing a name.
 */
@ExtendWith(VertxExtension.class)
class PipelineHandOverTest {

  private static final LimitsConfig LIMITS =
      new LimitsConfig(1000, 0, 5000, 0, 0, DeadlinesConfig.NONE, AccessLimitsConfig.NONE);
  private static final String REQUEST =
      String.join(
          "\r\n",
          "GET /ws HTTP/1.1",
          "Host: x",
          "Upgrade: websocket",
          "Connection: keep-alive, Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "",
          "");

  private final BlockingQueue<Channel> channels = new LinkedBlockingQueue<>();
  private final BlockingQueue<List<String>> before = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> closed = new LinkedBlockingQueue<>();

  /** Vert.x closes a client that is garbage, and its sockets with it. */
  private NetClient netClient;

  @TempDir Path directory;

  @Test
  void thePipelineBeforeAndAfterIsTheOneThatIsKnown(Vertx vertx) throws Exception {
    NetSocket client = connect(vertx, new HttpServerOptions(), new NetClientOptions());

    client.write(REQUEST).await(30, SECONDS);

    assertThat(before.poll(30, SECONDS))
        .containsExactly(
            "httpDecoder",
            PipelineHandOver.GUARD,
            "httpEncoder",
            // leaves by itself when the request has ended
            "h2c",
            "deflater",
            "idle",
            "chunkedWriter",
            "handler",
            "DefaultChannelPipeline$TailContext#0");
    assertThat(response()).startsWith("HTTP/1.1 101 ").contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    Channel channel = channels.poll(30, SECONDS);
    assertThat(channel.pipeline().toMap().keySet()).containsExactly(PipelineHandOver.FRAMES);
    assertThat(channel.config().getWriteBufferHighWaterMark()).isEqualTo(5000);
    assertThatATextIsEchoed(client);
    client.close().await(30, SECONDS);
    assertThat(closed.poll(30, SECONDS)).isTrue();
  }

  @Test
  void tlsStays(Vertx vertx) throws Exception {
    Path keys = directory.resolve("keys.p12");
    makeKeys(keys);
    PfxOptions pfx = new PfxOptions().setPath(keys.toString()).setPassword("changeit");

    NetSocket client =
        connect(
            vertx,
            new HttpServerOptions().setSsl(true).setKeyCertOptions(pfx),
            new NetClientOptions()
                .setSsl(true)
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm(""));
    client.write(REQUEST).await(30, SECONDS);

    assertThat(response()).startsWith("HTTP/1.1 101 ");
    Channel channel = channels.poll(30, SECONDS);
    assertThat(channel.pipeline().toMap().values())
        .hasSize(2)
        .first()
        .isInstanceOf(SslHandler.class);
    assertThatATextIsEchoed(client);
    client.close().await(30, SECONDS);
    assertThat(closed.poll(30, SECONDS)).isTrue();
  }

  @Test
  void whoSpeaksBeforeTheAnswerIsCutOff(Vertx vertx) throws Exception {
    NetSocket client = connect(vertx, new HttpServerOptions(), new NetClientOptions());

    client
        .write(Buffer.buffer(REQUEST).appendBytes(ClientFrames.text("early\r\n\r\n")))
        .await(30, SECONDS);

    assertThat(received.poll(30, SECONDS)).isEqualTo("end");
    assertThat(channels).isEmpty();
  }

  @Test
  void aHandlerThatNobodyKnowsIsRefused() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast("idle", new ChannelInboundHandlerAdapter());
    channel.pipeline().addLast("new-in-vertx-6", new ChannelInboundHandlerAdapter());

    assertThatIllegalStateException()
        .isThrownBy(() -> PipelineHandOver.handOver(channel, LIMITS))
        .withMessageContaining("new-in-vertx-6");
  }

  @Test
  void theServersEndIsTheSocketsEnd(Vertx vertx) throws Exception {
    HttpServer server = serve(vertx, new HttpServerOptions());
    NetSocket client = client(vertx, server, new NetClientOptions());
    client.write(REQUEST).await(30, SECONDS);
    assertThat(response()).startsWith("HTTP/1.1 101 ");
    assertThat(channels.poll(30, SECONDS)).as("it is listened to").isNotNull();

    server.close().await(30, SECONDS);

    assertThat(closed.poll(30, SECONDS)).isTrue();
  }

  private NetSocket connect(Vertx vertx, HttpServerOptions options, NetClientOptions client)
      throws TimeoutException {
    return client(vertx, serve(vertx, options), client);
  }

  private HttpServer serve(Vertx vertx, HttpServerOptions options) throws TimeoutException {
    options
        .setCompressionSupported(true)
        .setIdleTimeout(60)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
    return vertx
        .createHttpServer(options)
        .requestHandler(request -> onRequest(vertx, request))
        .listen(0, "127.0.0.1")
        .await(30, SECONDS);
  }

  /** As the upgrade handler does it: something is asked in between. */
  private void onRequest(Vertx vertx, HttpServerRequest request) {
    WebSocketHandshake.check(request);
    PipelineHandOver.begin(request);
    request.pause();
    Channel channel = ((ConnectionBase) request.connection()).channel();
    before.add(channel.pipeline().names());
    vertx
        .timer(50, MILLISECONDS)
        .compose(asked -> PipelineHandOver.upgrade(request, LIMITS, Optional.empty()))
        .onSuccess(
            socket -> {
              channels.add(channel);
              socket.listen(new Echo(socket));
              socket.resume();
            });
  }

  private NetSocket client(Vertx vertx, HttpServer server, NetClientOptions options)
      throws TimeoutException {
    netClient = vertx.createNetClient(options);
    NetSocket client = netClient.connect(server.actualPort(), "127.0.0.1").await(30, SECONDS);
    client.handler(data -> received.add(data.toString("ISO-8859-1")));
    client.endHandler(end -> received.add("end"));
    return client;
  }

  private String response() throws InterruptedException {
    return received.poll(30, SECONDS);
  }

  private void assertThatATextIsEchoed(NetSocket client) throws Exception {
    client.write(Buffer.buffer(ClientFrames.text("hello"))).await(30, SECONDS);
    assertThat(received.poll(30, SECONDS)).isEqualTo("\u0081\u0005hello");
  }

  private static void makeKeys(Path file) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "x",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=x",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    "changeit",
                    "-keystore",
                    file.toString()))
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  private final class Echo implements ClientSocketListener {

    private final ClientSocket socket;

    Echo(ClientSocket socket) {
      this.socket = socket;
    }

    @Override
    public void onText(byte[] bytes, int length) {
      ByteBuf out = socket.text(length);
      out.writeBytes(bytes, 0, length);
    }

    @Override
    public void onHeard() {}

    @Override
    public void onRefused(RefusedException refusal) {
      socket.close(refusal.code().closeCode().orElseThrow(), refusal.getMessage());
    }

    @Override
    public void onClosed(OptionalInt clientCode) {
      closed.add(true);
    }
  }
}
