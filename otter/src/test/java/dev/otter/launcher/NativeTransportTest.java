package dev.otter.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The three artifacts of Netty's epoll fit each other and the rest of Netty. */
class NativeTransportTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void epollIsTakenAndItsErrorsCanBeNamed() {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    assertThat(Epoll.unavailabilityCause()).isNull();
    assertThat(vertx.isNativeTransportEnabled()).isTrue();
    // A Java half that is newer than its native half fails here, and not before.
    assertThat(Errors.ERRNO_ENOTCONN_NEGATIVE).isNegative();
    vertx.close();
  }
}
