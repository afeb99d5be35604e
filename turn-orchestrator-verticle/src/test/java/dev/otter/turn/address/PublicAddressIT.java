package dev.otter.turn.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against name servers on loopback that tell the truth, lag, lie and forge. */
class PublicAddressIT extends PublicAddressContract {

  private static final String TRUTH = "8.8.4.4";
  private static final String LIE = "9.9.9.9";

  PublicAddressIT() {
    super(AddressFamily.IPV4, TRUTH, LIE, "10.0.0.1");
  }

  @Override
  Future<String> find(List<AddressSource> sources) {
    return new PublicAddress(on.vertx(), sources).find();
  }

  @Test
  void twoSourcesThatAgreeAreBelieved() {
    assertThat(find(TestDnsServer.honest(TRUTH), TestDnsServer.honest(TRUTH))).isEqualTo(TRUTH);
  }

  @Test
  void sourcesThatDoNotAgreeAreNot() {
    assertThatThrownBy(() -> find(TestDnsServer.honest(TRUTH), TestDnsServer.honest(LIE)))
        .hasMessage("the sources do not agree: 8.8.4.4, 9.9.9.9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "169.254.1.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255"
      })
  void anAddressThatIsNotPublicIsRefusedFromWhomever(String address) {
    assertIsRefusedFromWhomever(address);
  }

  @Test
  void oneSourceAloneIsNeverBelieved(Vertx vertx) {
    List<AddressSource> one = AddressSource.DEFAULT.subList(0, 1);

    assertThatThrownBy(() -> new PublicAddress(vertx, one))
        .hasMessage("one source alone is never believed");
  }

  @Test
  void aFailureIsTriedAgainAndTheAddressToldOnce() throws Exception {
    TestDnsServer flaky = server(TestDnsServer.silent());
    TestDnsServer good = server(TestDnsServer.honest(TRUTH));
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Promise<Void> failedOnce = Promise.promise();
    PublicAddress address = new PublicAddress(on.vertx(), sources(List.of(flaky), List.of(good)));
    PublicAddressTask task =
        new PublicAddressTask(
            on.vertx(),
            AddressFamily.IPV4,
            address.names(),
            () -> address.find().onFailure(failure -> failedOnce.tryComplete()),
            InstantSource.system(),
            told::add);

    begin(task);
    failedOnce.future().await(60, TimeUnit.SECONDS);
    assertThat(told).isEmpty();
    flaky.behave(TestDnsServer.honest(TRUTH));

    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo(TRUTH);
    task.close();
  }

  private void begin(PublicAddressTask task) {
    on.call(
        () -> {
          task.open();
          return Future.succeededFuture();
        });
  }
}
