package dev.otter.turn.stun;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A TURN client with one allocation, for testing and watching relays. Used on the context that
 * opened it. Refusals fail with {@link TurnRefusedException}, silence with {@link
 * NoAnswerException}.
 */
public final class TurnClient {

  private static final int UNAUTHORIZED = 401;
  private static final int STALE_NONCE = 438;
  private static final int UDP = 17;
  private static final int TCP = 6;
  private static final int IPV6 = 2;
  private static final int LIFETIME_SECONDS = 60;
  private static final int HIGH_BYTE = 24;
  private static final int HIGH_WORD = 16;

  private final StunSocket socket;
  private final String username;
  private final String password;
  private String realm;
  private String nonce;

  private TurnClient(StunSocket socket, String username, String password) {
    this.socket = socket;
    this.username = username;
    this.password = password;
  }

  /**
   * Opens a client; nothing is sent yet.
   *
   * @param vertx whose current context everything happens on
   * @param server the relay's listening address; resolved
   * @param transport between the client and the relay
   * @param username of the credential
   * @param password of the credential; a secret
   */
  public static Future<TurnClient> open(
      Vertx vertx,
      InetSocketAddress server,
      StunTransport transport,
      String username,
      String password) {
    return StunSocket.open(vertx, server, transport)
        .map(open -> new TurnClient(open, username, password));
  }

  /** The name that its credential was made for. */
  public String username() {
    return username;
  }

  /** Hands over what peers send: their address, and the bytes. */
  public void onData(BiConsumer<InetSocketAddress, byte[]> handler) {
    socket.onIndication(
        message ->
            message
                .address(StunAttribute.XOR_PEER_ADDRESS)
                .ifPresent(
                    peer ->
                        message
                            .attribute(StunAttribute.DATA)
                            .ifPresent(data -> handler.accept(peer, data.value()))));
  }

  /**
   * Asks for an allocation without a credential, as a stranger would.
   *
   * @return never succeeds with a relay that is closed to strangers
   */
  public Future<Void> allocateAsStranger() {
    return socket
        .ask(message(StunMessage.ALLOCATE, transport(UDP)), Optional.empty())
        .compose(
            answer ->
                answer.isSuccessOf(StunMessage.ALLOCATE)
                    ? Future.succeededFuture()
                    : Future.failedFuture(new TurnRefusedException(answer.errorCode())));
  }

  /** Allocates a relayed UDP address of IPv4. */
  public Future<InetSocketAddress> allocate() {
    return request(
            StunMessage.ALLOCATE,
            transport(UDP),
            StunAttribute.number(StunAttribute.LIFETIME, LIFETIME_SECONDS))
        .map(
            answer ->
                answer
                    .address(StunAttribute.XOR_RELAYED_ADDRESS)
                    .orElseThrow(() -> new TurnRefusedException(0)));
  }

  /** Keeps the allocation; fails where the relay does not know it any more. */
  public Future<Void> refresh() {
    return request(
            StunMessage.REFRESH, StunAttribute.number(StunAttribute.LIFETIME, LIFETIME_SECONDS))
        .mapEmpty();
  }

  /** Asks for a relayed UDP address of IPv6. */
  public Future<Void> allocateIpv6() {
    return request(
            StunMessage.ALLOCATE,
            transport(UDP),
            StunAttribute.number(StunAttribute.REQUESTED_ADDRESS_FAMILY, IPV6 << HIGH_BYTE))
        .mapEmpty();
  }

  /** Asks for a relayed TCP address (RFC 6062). */
  public Future<Void> allocateTcp() {
    return request(StunMessage.ALLOCATE, transport(TCP)).mapEmpty();
  }

  /** Asks to let a peer through. */
  public Future<Void> createPermission(InetSocketAddress peer) {
    return request(
            StunMessage.CREATE_PERMISSION, transactionId -> List.of(peer(peer, transactionId)))
        .mapEmpty();
  }

  /** Asks to let a peer through by a channel. */
  public Future<Void> bindChannel(int channel, InetSocketAddress peer) {
    return request(
            StunMessage.CHANNEL_BIND,
            transactionId ->
                List.of(
                    StunAttribute.number(StunAttribute.CHANNEL_NUMBER, channel << HIGH_WORD),
                    peer(peer, transactionId)))
        .mapEmpty();
  }

  /** Sends bytes to a peer. Nobody says whether they arrive. */
  public void send(InetSocketAddress peer, byte[] data) {
    TransactionId id = TransactionId.random();
    socket.indicate(
        new StunMessage(
            StunMessage.SEND,
            id,
            List.of(peer(peer, id), new StunAttribute(StunAttribute.DATA, data))));
  }

  /** Gives the allocation back, if there is one, and closes the socket. Never fails. */
  public Future<Void> close() {
    Future<?> released =
        nonce == null
            ? Future.succeededFuture()
            : request(StunMessage.REFRESH, StunAttribute.number(StunAttribute.LIFETIME, 0));
    return released.transform(done -> socket.close()).otherwiseEmpty();
  }

  private Future<StunMessage> request(int type, StunAttribute... attributes) {
    return request(type, transactionId -> List.of(attributes));
  }

  private Future<StunMessage> request(int type, Attributes attributes) {
    return request(type, attributes, true);
  }

  /** The first refusal brings realm and nonce; a nonce that became stale brings the next one. */
  private Future<StunMessage> request(int type, Attributes attributes, boolean mayRepeat) {
    TransactionId id = TransactionId.random();
    List<StunAttribute> all = new ArrayList<>(attributes.of(id));
    Optional<byte[]> key = Optional.empty();
    if (nonce != null) {
      all.add(StunAttribute.text(StunAttribute.USERNAME, username));
      all.add(StunAttribute.text(StunAttribute.REALM, realm));
      all.add(StunAttribute.text(StunAttribute.NONCE, nonce));
      key = Optional.of(StunCodec.longTermKey(username, realm, password));
    }
    boolean first = nonce == null;
    return socket
        .ask(new StunMessage(type, id, all), key)
        .compose(
            answer -> {
              int code = answer.errorCode();
              boolean challenged = first ? code == UNAUTHORIZED : code == STALE_NONCE;
              if (mayRepeat && challenged) {
                realm = answer.text(StunAttribute.REALM).orElse("");
                nonce = answer.text(StunAttribute.NONCE).orElse("");
                return request(type, attributes, false);
              }
              return answer.isSuccessOf(type)
                  ? Future.succeededFuture(answer)
                  : Future.failedFuture(new TurnRefusedException(code));
            });
  }

  private static StunMessage message(int type, StunAttribute... attributes) {
    return new StunMessage(type, TransactionId.random(), List.of(attributes));
  }

  private static StunAttribute transport(int protocol) {
    return StunAttribute.number(StunAttribute.REQUESTED_TRANSPORT, protocol << HIGH_BYTE);
  }

  private static StunAttribute peer(InetSocketAddress peer, TransactionId transactionId) {
    return StunAttribute.xorAddress(StunAttribute.XOR_PEER_ADDRESS, peer, transactionId);
  }

  /** Attributes that may depend on the transaction id. */
  @FunctionalInterface
  private interface Attributes {
    List<StunAttribute> of(TransactionId transactionId);
  }
}
