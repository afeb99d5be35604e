package dev.otter.console;

import dev.otter.contract.auth.Scope;
import dev.otter.contract.bus.WireJson;
import dev.otter.contract.console.FigureSample;
import dev.otter.contract.error.ErrorCode;
import dev.otter.contract.error.RefusedException;
import dev.otter.signaling.websocket.ClientSocket;
import dev.otter.signaling.websocket.ClientSocketListener;
import dev.otter.signaling.websocket.OnContext;
import io.netty.buffer.ByteBuf;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One console that looks: it gets the whole picture, and then each second what has changed of it.
 * It says nothing itself. Ends with its session, or when its reader cannot keep up. Belongs to its
 * socket's context.
 */
final class LiveSocket implements ClientSocketListener {

  private static final Logger LOG = LoggerFactory.getLogger(LiveSocket.class);

  private static final int SESSION_ENDED = 4401;
  private static final int TOO_SLOW = 4408;
  private static final int COME_BACK = 4503;
  private static final long SECOND_MS = 1_000;

  /** The session is looked at each so many seconds. */
  private static final int SESSION_EVERY = 2;

  private final ClientSocket socket;
  private final Context context;
  private final ClusterPicture picture;
  private final boolean seesRelays;
  private final Supplier<Future<ConsoleSession>> session;
  private final Runnable onEnd;
  private long timer = -1;
  private long seconds;
  private boolean busy;
  private boolean over;
  private ClusterPicture.Now before = new ClusterPicture.Now(null, null, null, false);
  private long lastSample;

  /** What a console gets; a part that did not change is null. */
  record News(
      List<?> nodes, List<?> relays, List<?> rooms, Boolean moreRooms, List<FigureSample> samples) {
    boolean nothing() {
      return nodes == null && relays == null && rooms == null && samples == null;
    }
  }

  /**
   * Makes it.
   *
   * @param context of the socket's event loop
   * @param scopes what the key that signed in may do
   * @param session finds the session anew, or fails
   * @param onEnd called once
   */
  LiveSocket(
      ClientSocket socket,
      Context context,
      ClusterPicture picture,
      Set<Scope> scopes,
      Supplier<Future<ConsoleSession>> session,
      Runnable onEnd) {
    this.socket = socket;
    this.context = context;
    this.picture = picture;
    this.seesRelays = scopes.contains(Scope.TURN_ADMIN);
    this.session = session;
    this.onEnd = onEnd;
  }

  /** Begins. */
  void open() {
    socket.listen(new OnContext(context, this));
    socket.resume();
    timer = context.owner().setPeriodic(SECOND_MS, tick -> tick());
    tick();
  }

  private void tick() {
    if (over || busy) {
      return;
    }
    busy = true;
    boolean look = seconds % SESSION_EVERY == 0;
    boolean samples = seconds % FigureSample.SECONDS == 0;
    seconds++;
    Future<?> signedIn = look ? session.get() : Future.succeededFuture();
    signedIn
        .compose(
            good ->
                Future.all(
                    picture.now(),
                    samples ? picture.after(lastSample) : Future.succeededFuture(List.of())))
        // The picture is shared: its future completes on whichever loop asked first.
        .onComplete(done -> context.runOnContext(now -> told(done.result(), done.cause())));
  }

  private void told(CompositeFuture done, Throwable failure) {
    busy = false;
    if (failure == null) {
      send(news(done.resultAt(0), done.resultAt(1)));
    } else if (failure instanceof RefusedException refused
        && refused.code() == ErrorCode.SESSION_ENDED) {
      end(SESSION_ENDED, "the session has ended");
    } else {
      LOG.debug("a console is sent away, as its session cannot be looked up", failure);
      end(COME_BACK, "this node cannot say how it is now");
    }
  }

  private News news(ClusterPicture.Now now, List<FigureSample> fresh) {
    if (!fresh.isEmpty()) {
      lastSample = fresh.get(fresh.size() - 1).at();
    }
    ClusterPicture.Now was = before;
    before = now;
    boolean sameRooms = now.rooms().equals(was.rooms()) && now.moreRooms() == was.moreRooms();
    return new News(
        now.nodes().equals(was.nodes()) ? null : now.nodes(),
        !seesRelays || now.relays().equals(was.relays()) ? null : now.relays(),
        sameRooms ? null : now.rooms(),
        sameRooms ? null : now.moreRooms(),
        fresh.isEmpty() ? null : fresh);
  }

  private void send(News news) {
    if (over || news.nothing()) {
      return;
    }
    byte[] bytes = WireJson.write(news).getBytes(StandardCharsets.UTF_8);
    ByteBuf out = socket.text(bytes.length);
    if (out == null) {
      end(TOO_SLOW, "this console does not read what it is sent");
    } else {
      out.writeBytes(bytes);
    }
  }

  private void end(int code, String why) {
    if (!over) {
      finish();
      socket.close(code, why);
    }
  }

  private void finish() {
    over = true;
    context.owner().cancelTimer(timer);
    onEnd.run();
  }

  @Override
  public void onText(byte[] bytes, int length) {
    // A console has nothing to say here; its actions are requests.
  }

  @Override
  public void onHeard() {
    // That it reads is seen by what it takes.
  }

  @Override
  public void onRefused(RefusedException refusal) {
    end(TOO_SLOW, refusal.code().code());
  }

  @Override
  public void onClosed(OptionalInt clientCode) {
    if (!over) {
      finish();
    }
  }
}
