package org.nettunnel.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.nettunnel.http.DoorSettings.Limits;

class AdmissionTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private final AtomicLong nanos = new AtomicLong();

    private Admission admission(int connections, int perAddress, int rate, int burst) {
        return new Admission(new Limits(connections, perAddress, rate, burst, TEN_SECONDS, TEN_SECONDS), nanos::get);
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void keepsTheTotal() throws Exception {
        Admission admission = admission(2, 9, 9, 9);
        assertTrue(admission.enter("a", address("10.0.0.1")));
        assertTrue(admission.enter("b", address("10.0.0.2")));
        assertFalse(admission.enter("c", address("10.0.0.3")));
        admission.leave("a");
        admission.leave("a");
        assertTrue(admission.enter("c", address("10.0.0.3")));
        assertEquals(2, admission.present());
    }

    @Test
    void keepsTheLimitOfOneAddressAndLetsOthersIn() throws Exception {
        Admission admission = admission(99, 1, 99, 99);
        assertTrue(admission.enter("a", address("10.0.0.1")));
        assertFalse(admission.enter("b", address("10.0.0.1")));
        assertTrue(admission.enter("c", address("10.0.0.2")));
    }

    @Test
    void countsAnIpv6NetworkAsOneAddress() throws Exception {
        Admission admission = admission(99, 1, 99, 99);
        assertTrue(admission.enter("a", address("2001:db8:0:1::1")));
        assertFalse(admission.enter("b", address("2001:db8:0:1:ffff::2")));
        assertTrue(admission.enter("c", address("2001:db8:0:2::1")));
    }

    @Test
    void letsABurstInAndThenTheRate() throws Exception {
        Admission admission = admission(99, 99, 10, 3);
        for (int i = 0; i < 3; i++) assertTrue(admission.enter(i, address("10.0.0.1")));
        assertFalse(admission.enter(3, address("10.0.0.1")));
        nanos.addAndGet(100_000_000);
        assertTrue(admission.enter(4, address("10.0.0.1")));
        assertFalse(admission.enter(5, address("10.0.0.1")));
    }

    @Test
    void doesNotForgetARateThatIsUsedUpWhenManyAddressesCome() throws Exception {
        Admission admission = admission(99_999, 99, 10, 1);
        assertTrue(admission.enter("first", address("10.0.0.1")));
        admission.leave("first");
        for (int i = 0; i < 10_000; i++) admission.enter(i, address("11.0." + i / 256 + "." + i % 256));
        assertFalse(admission.enter("again", address("10.0.0.1")));
    }
}
