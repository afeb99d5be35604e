package dev.otter.turn.address;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one name server one question over UDP. What is not the answer to it (another sender, id or
 * question) is ignored, and the true one waited for. Used on one context.
 */
final class DnsClient {

  /** How long an answer may take. */
  static final long TIMEOUT_MS = 300;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int IDS = 1 << 16;

  private final Vertx vertx;

  /** Makes a client of the current context. */
  DnsClient(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * Asks for an address.
   *
   * @param resolver who is asked
   * @param source what is asked for, and the kind of address that may come
   * @return the one address in the answer; fails with a reason in words
   */
  Future<InetAddress> ask(InetSocketAddress resolver, AddressSource source) {
    boolean ipv6 = resolver.getAddress() instanceof Inet6Address;
    DatagramSocket socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(ipv6));
    return socket
        .listen(0, own(resolver.getAddress()))
        .compose(
            open -> {
              Question question =
                  new Question(
                      RANDOM.nextInt(IDS),
                      new DefaultDnsQuestion(source.question(), source.type()),
                      source.family());
              Promise<InetAddress> answer = Promise.promise();
              open.handler(
                  packet -> {
                    if (isFrom(resolver, packet.sender())) {
                      read(packet.data().getBytes(), resolver, question, answer);
                    }
                  });
              long timer =
                  vertx.setTimer(
                      TIMEOUT_MS,
                      fired -> answer.tryFail(failure("no answer within " + TIMEOUT_MS + " ms")));
              open.send(
                      Buffer.buffer(encode(resolver, question)),
                      resolver.getPort(),
                      resolver.getAddress().getHostAddress())
                  .onFailure(answer::tryFail);
              return answer.future().onComplete(done -> vertx.cancelTimer(timer));
            })
        .eventually(socket::close);
  }

  private record Question(int id, DnsQuestion asked, AddressFamily family) {}

  /** Of the same kind as the resolver's; no other machine can send to what asks this one. */
  private static String own(InetAddress resolver) {
    boolean ipv6 = resolver instanceof Inet6Address;
    if (resolver.isLoopbackAddress()) {
      return ipv6 ? "::1" : "127.0.0.1";
    }
    return ipv6 ? "::" : "0.0.0.0";
  }

  /** By value: an IPv6 address has many texts. */
  private static boolean isFrom(InetSocketAddress resolver, SocketAddress sender) {
    return sender.port() == resolver.getPort()
        && resolver
            .getAddress()
            .equals(NetUtil.createInetAddressFromIpAddressString(sender.host()));
  }

  private static byte[] encode(InetSocketAddress resolver, Question question) {
    EmbeddedChannel codec = new EmbeddedChannel(new DatagramDnsQueryEncoder());
    DatagramDnsQuery query = new DatagramDnsQuery(null, resolver, question.id);
    query.setRecursionDesired(true).setRecord(DnsSection.QUESTION, question.asked);
    codec.writeOutbound(query);
    DatagramPacket packet = codec.readOutbound();
    try {
      return ByteBufUtil.getBytes(packet.content());
    } finally {
      packet.release();
      codec.finishAndReleaseAll();
    }
  }

  private static void read(
      byte[] datagram, InetSocketAddress from, Question question, Promise<InetAddress> answer) {
    EmbeddedChannel codec = new EmbeddedChannel(new DatagramDnsResponseDecoder());
    try {
      codec.writeInbound(new DatagramPacket(Unpooled.wrappedBuffer(datagram), from, from));
      DatagramDnsResponse response = codec.readInbound();
      if (response != null) {
        try {
          answer(response, question, answer);
        } finally {
          response.release();
        }
      }
    } catch (RuntimeException e) {
      // Not DNS: as if it had not come.
      codec.releaseInbound();
    } finally {
      codec.finishAndReleaseAll();
    }
  }

  private static void answer(
      DatagramDnsResponse response, Question question, Promise<InetAddress> answer) {
    DnsRecord asked = response.recordAt(DnsSection.QUESTION);
    if (response.id() != question.id
        || asked == null
        || !asked.name().equalsIgnoreCase(question.asked.name())
        || !asked.type().equals(question.asked.type())) {
      return;
    }
    if (!response.code().equals(DnsResponseCode.NOERROR)) {
      answer.tryFail(failure("it answered " + response.code()));
      return;
    }
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
      DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
      if (record.type().equals(question.asked.type()) && record instanceof DnsRawRecord raw) {
        address(raw, question.family).ifPresent(addresses::add);
      }
    }
    if (addresses.size() == 1) {
      answer.tryComplete(addresses.iterator().next());
    } else {
      answer.tryFail(failure("it answered " + addresses.size() + " addresses, not one"));
    }
  }

  private static Optional<InetAddress> address(DnsRawRecord record, AddressFamily family) {
    ByteBuf content = record.content();
    if (record.type().equals(DnsRecordType.TXT)) {
      int length = content.isReadable() ? content.getUnsignedByte(content.readerIndex()) : 0;
      if (length == 0 || length >= content.readableBytes() + 1) {
        return Optional.empty();
      }
      String text =
          content.toString(
              content.readerIndex() + 1,
              Math.min(length, content.readableBytes() - 1),
              StandardCharsets.US_ASCII);
      return family.ofText(text);
    }
    return family.ofBytes(ByteBufUtil.getBytes(content));
  }

  private static IllegalStateException failure(String why) {
    return new IllegalStateException(why);
  }
}
