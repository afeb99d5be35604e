package dev.otter.turn.gateway;

import dev.otter.turn.coturn.CoturnSettings;
import dev.otter.turn.stun.StunAttribute;
import dev.otter.turn.stun.StunCodec;
import dev.otter.turn.stun.StunMessage;
import dev.otter.turn.stun.TurnRefusedException;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Requests of clients (RFC 8656). Nothing is remembered of a client before it has proven who it is,
 * and nothing that it wrote goes further as it is: what a relay is asked, the gateway asks itself.
 * Used on the event loop.
 */
final class ControlRequests {

  private static final Set<Integer> METHODS =
      Set.of(
          StunMessage.ALLOCATE,
          StunMessage.REFRESH,
          StunMessage.CREATE_PERMISSION,
          StunMessage.CHANNEL_BIND);

  /** What must be understood and is. */
  private static final Set<Integer> UNDERSTOOD =
      Set.of(
          StunAttribute.USERNAME,
          StunAttribute.REALM,
          StunAttribute.NONCE,
          StunAttribute.LIFETIME,
          StunAttribute.CHANNEL_NUMBER,
          StunAttribute.XOR_PEER_ADDRESS,
          StunAttribute.REQUESTED_TRANSPORT,
          StunAttribute.REQUESTED_ADDRESS_FAMILY,
          StunAttribute.EVEN_PORT,
          StunAttribute.RESERVATION_TOKEN);

  private static final int OPTIONAL = 0x8000;
  private static final int MOST_NAMED = 8;
  private static final int HIGH_BYTE = 24;
  private static final int HIGH_WORD = 16;
  private static final int UDP = 17;
  private static final int IPV4 = 1;
  private static final int FIRST_CHANNEL = 0x4000;
  private static final int LAST_CHANNEL = 0x7fff;
  private static final int MOST_AMPLIFIED = 2;

  private final GatewayParts parts;
  private final ClientProof proof;
  private final StrangerLimits strangers;
  private final UdpSocket front;

  ControlRequests(
      GatewayParts parts, ClientProof proof, StrangerLimits strangers, UdpSocket front) {
    this.parts = parts;
    this.proof = proof;
    this.strangers = strangers;
    this.front = front;
  }

  /**
   * A message that is no indication of a session.
   *
   * @param ingress by which node it came: if to this one, it may be for another one
   */
  void received(byte[] datagram, StunMessage request, InetSocketAddress client, Ingress ingress) {
    if (request.type() == StunMessage.BINDING) {
      binding(datagram, request, client, ingress);
    } else if (METHODS.contains(request.type())) {
      authenticate(datagram, request, client, ingress);
    } else {
      parts.counts().drop(DropReason.MALFORMED);
    }
  }

  private void binding(
      byte[] datagram, StunMessage request, InetSocketAddress client, Ingress ingress) {
    if (mayAnswer(client)) {
      toStranger(datagram, Answers.success(request, mapped(request, client)), client, ingress);
    }
  }

  private void authenticate(
      byte[] datagram, StunMessage request, InetSocketAddress client, Ingress ingress) {
    GatewaySession session = parts.table().ofClient(client);
    // Before the proof is looked at, as that costs more than anything else here.
    if (session == null && !mayAnswer(client)) {
      return;
    }
    Identity known = session == null ? null : session.identity();
    ClientProof.Outcome outcome = proof.check(datagram, request, client, known);
    if (outcome.identity().isPresent()) {
      if (session != null) {
        session.traffic().clientCameBy(ingress);
      }
      Request proven = new Request(datagram, request, client, outcome.identity().get(), ingress);
      proven(proven, session);
    } else if (session == null || mayAnswer(client)) {
      toStranger(datagram, challenge(request, outcome.code(), client), client, ingress);
    }
  }

  private StunMessage challenge(StunMessage request, int code, InetSocketAddress client) {
    return code == Answers.UNAUTHORIZED || code == Answers.STALE_NONCE
        ? Answers.error(
            request,
            code,
            StunAttribute.text(StunAttribute.REALM, CoturnSettings.REALM),
            proof.nonce(client))
        : Answers.error(request, code);
  }

  private void proven(Request request, GatewaySession session) {
    List<Integer> unknown =
        request.message.attributes().stream()
            .map(StunAttribute::type)
            .filter(type -> type < OPTIONAL && !UNDERSTOOD.contains(type))
            .limit(MOST_NAMED)
            .toList();
    if (!unknown.isEmpty()) {
      ByteBuffer types = ByteBuffer.allocate(unknown.size() * Short.BYTES);
      unknown.forEach(type -> types.putShort(type.shortValue()));
      answer(
          request,
          Answers.error(
              request.message,
              Answers.UNKNOWN_ATTRIBUTE,
              new StunAttribute(StunAttribute.UNKNOWN_ATTRIBUTES, types.array())));
    } else if (request.message.type() == StunMessage.ALLOCATE) {
      allocate(request, session);
    } else if (session == null) {
      elsewhere(request);
    } else if (!session.moving()) {
      // Otherwise the client asks again in half a second, as it has no answer.
      ofSession(request, session);
    }
  }

  /** No session here; another node may have had it before this one was there. */
  private void elsewhere(Request request) {
    if (!request.ingress.here()) {
      refuse(request, Answers.ALLOCATION_MISMATCH);
      return;
    }
    parts
        .shared()
        .find(request.client)
        .onSuccess(
            found -> {
              if (!found || !passOn(request)) {
                refuse(request, Answers.ALLOCATION_MISMATCH);
              }
            });
  }

  private boolean passOn(Request request) {
    return request.ingress.here()
        && parts.shared().passOn(Unpooled.wrappedBuffer(request.datagram), request.client);
  }

  private void ofSession(Request request, GatewaySession session) {
    switch (request.message.type()) {
      case StunMessage.REFRESH -> refresh(request, session);
      case StunMessage.CREATE_PERMISSION -> createPermission(request, session);
      default -> bindChannel(request, session);
    }
  }

  private void allocate(Request request, GatewaySession session) {
    StunMessage message = request.message;
    if (session != null) {
      if (!session.allocatedBy().equals(message.transactionId())) {
        refuse(request, Answers.ALLOCATION_MISMATCH);
      } else if (session.isOpen() && !session.moving()) {
        answer(request, allocated(request, session.relayed()));
      }
      return;
    }
    boolean banned = parts.bans().holds(request.identity.participant());
    int code = banned ? Answers.FORBIDDEN : refusalOfAllocate(message);
    Optional<RelayAt> relay = parts.relays().pick();
    Optional<SessionTable.Full> full =
        parts.table().full(request.client.getAddress(), request.identity.participant());
    if (code != 0) {
      refuse(request, code);
    } else if (full.isPresent() && full.get() == SessionTable.Full.QUOTA) {
      refuse(request, Answers.QUOTA_REACHED);
    } else if (full.isPresent() || relay.isEmpty()) {
      refuse(request, Answers.INSUFFICIENT_CAPACITY);
    } else {
      GatewaySession opening =
          new GatewaySession(
              parts, front, request.client, request.identity, message.transactionId());
      opening.traffic().clientCameBy(request.ingress);
      parts.table().add(opening);
      open(request, opening, relay.get());
    }
  }

  private void open(Request request, GatewaySession opening, RelayAt relay) {
    SessionRecord record = opening.record();
    parts
        .shared()
        .claim(request.client, record)
        .onComplete(
            claimed -> {
              if (claimed.succeeded() && claimed.result()) {
                opening
                    .open(relay, record)
                    .onSuccess(relayed -> answer(request, allocated(request, relayed)))
                    .onFailure(failure -> refuse(request, Answers.INSUFFICIENT_CAPACITY));
                return;
              }
              opening.leave();
              if (claimed.failed()) {
                refuse(request, Answers.INSUFFICIENT_CAPACITY);
              } else if (!passOn(request)) {
                parts.counts().drop(DropReason.NO_SESSION);
              }
            });
  }

  private static StunMessage allocated(Request request, InetSocketAddress relayed) {
    return Answers.success(
        request.message,
        StunAttribute.xorAddress(
            StunAttribute.XOR_RELAYED_ADDRESS, relayed, request.message.transactionId()),
        StunAttribute.number(StunAttribute.LIFETIME, GatewaySession.LIFETIME_SECONDS),
        mapped(request.message, request.client));
  }

  private static int refusalOfAllocate(StunMessage message) {
    OptionalInt transport = number(message, StunAttribute.REQUESTED_TRANSPORT);
    if (transport.isEmpty()) {
      return Answers.BAD_REQUEST;
    }
    if (transport.getAsInt() >>> HIGH_BYTE != UDP) {
      return Answers.TRANSPORT_NOT_SUPPORTED;
    }
    if (otherFamily(message)) {
      return Answers.FAMILY_NOT_SUPPORTED;
    }
    boolean ports =
        message.attribute(StunAttribute.EVEN_PORT).isPresent()
            || message.attribute(StunAttribute.RESERVATION_TOKEN).isPresent();
    return ports ? Answers.INSUFFICIENT_CAPACITY : 0;
  }

  private void refresh(Request request, GatewaySession session) {
    OptionalInt lifetime = number(request.message, StunAttribute.LIFETIME);
    if (otherFamily(request.message)) {
      refuse(request, Answers.PEER_FAMILY_MISMATCH);
    } else if (lifetime.isPresent() && lifetime.getAsInt() == 0) {
      session.close();
      answer(request, refreshed(request, 0));
    } else {
      session
          .refresh()
          .onSuccess(done -> answer(request, refreshed(request, GatewaySession.LIFETIME_SECONDS)));
    }
  }

  private static StunMessage refreshed(Request request, int seconds) {
    return Answers.success(request.message, StunAttribute.number(StunAttribute.LIFETIME, seconds));
  }

  private void createPermission(Request request, GatewaySession session) {
    List<StunAttribute> peers = request.message.all(StunAttribute.XOR_PEER_ADDRESS);
    int code = peers.isEmpty() ? Answers.BAD_REQUEST : 0;
    for (StunAttribute each : peers) {
      code = code == 0 ? refusalOfPeer(request.message, each) : code;
    }
    if (code != 0) {
      refuse(request, code);
      return;
    }
    List<InetAddress> addresses =
        peers.stream().map(each -> peer(request.message, each).getAddress()).toList();
    if (session.permit(addresses)) {
      session.save().onSuccess(done -> answer(request, Answers.success(request.message)));
    } else {
      refuse(request, Answers.INSUFFICIENT_CAPACITY);
    }
  }

  private void bindChannel(Request request, GatewaySession session) {
    List<StunAttribute> peers = request.message.all(StunAttribute.XOR_PEER_ADDRESS);
    int channel = number(request.message, StunAttribute.CHANNEL_NUMBER).orElse(0) >>> HIGH_WORD;
    boolean bad = peers.size() != 1 || channel < FIRST_CHANNEL || channel > LAST_CHANNEL;
    int code = bad ? Answers.BAD_REQUEST : refusalOfPeer(request.message, peers.get(0));
    if (code != 0) {
      refuse(request, code);
      return;
    }
    InetSocketAddress peer = peer(request.message, peers.get(0));
    if (!session.mayBind(channel, peer)) {
      refuse(request, Answers.BAD_REQUEST);
    } else if (!session.permit(List.of(peer.getAddress()))) {
      refuse(request, Answers.INSUFFICIENT_CAPACITY);
    } else {
      session
          .bind(channel, peer)
          .onSuccess(done -> answer(request, Answers.success(request.message)))
          .onFailure(
              failure -> {
                // What its relay forgot it gets again, and the client asks again: it has no part in
                // it.
                if (failure instanceof TurnRefusedException refused
                    && refused.code() != 0
                    && refused.code() != Answers.ALLOCATION_MISMATCH) {
                  refuse(request, refused.code());
                }
              });
    }
  }

  /** An IPv6 address is refused as such, whatever it holds: the relayed one is of IPv4. */
  private int refusalOfPeer(StunMessage message, StunAttribute attribute) {
    if (attribute.isIpv4()) {
      return parts.reach().permits(peer(message, attribute).getAddress()) ? 0 : Answers.FORBIDDEN;
    }
    return attribute.toAddress(message.transactionId()).isPresent()
        ? Answers.PEER_FAMILY_MISMATCH
        : Answers.BAD_REQUEST;
  }

  private static InetSocketAddress peer(StunMessage message, StunAttribute attribute) {
    return attribute.toAddress(message.transactionId()).orElseThrow();
  }

  private static OptionalInt number(StunMessage message, int attribute) {
    return message.attribute(attribute).map(StunAttribute::toNumber).orElseGet(OptionalInt::empty);
  }

  private static boolean otherFamily(StunMessage message) {
    return message.attribute(StunAttribute.REQUESTED_ADDRESS_FAMILY).isPresent()
        && number(message, StunAttribute.REQUESTED_ADDRESS_FAMILY).orElse(0) >>> HIGH_BYTE != IPV4;
  }

  private static StunAttribute mapped(StunMessage request, InetSocketAddress client) {
    return StunAttribute.xorAddress(
        StunAttribute.XOR_MAPPED_ADDRESS, client, request.transactionId());
  }

  private void refuse(Request request, int code) {
    answer(request, Answers.error(request.message, code));
  }

  private void answer(Request request, StunMessage answer) {
    byte[] datagram = StunCodec.encode(answer, Optional.of(request.identity.key()));
    send(datagram, request.client, request.ingress);
  }

  private boolean mayAnswer(InetSocketAddress client) {
    boolean may = strangers.take(client.getAddress());
    if (!may) {
      parts.counts().drop(DropReason.RATE);
    }
    return may;
  }

  /** The address may be made up: whoever has it gets at most twice what was sent in its name. */
  private void toStranger(
      byte[] datagram, StunMessage answer, InetSocketAddress client, Ingress ingress) {
    byte[] bytes = StunCodec.encodeBare(answer);
    if (bytes.length > MOST_AMPLIFIED * datagram.length) {
      parts.counts().drop(DropReason.AMPLIFICATION);
    } else {
      send(bytes, client, ingress);
    }
  }

  private void send(byte[] bytes, InetSocketAddress client, Ingress ingress) {
    parts.wayOut().toClient(Unpooled.wrappedBuffer(bytes), client, front, ingress);
  }

  /** A request, and who was proven to have written it. */
  private record Request(
      byte[] datagram,
      StunMessage message,
      InetSocketAddress client,
      Identity identity,
      Ingress ingress) {}
}
