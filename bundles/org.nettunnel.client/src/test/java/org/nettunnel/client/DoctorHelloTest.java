package org.nettunnel.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

class DoctorHelloTest {
    /// A refusal with version 1 and the code of a normal end: the node logs nothing that failed then.
    private static final byte[] LEAVING = HexFormat.of().parseHex("0000000b" + "000100020001" + "0014000100");

    @Test
    void saysThatItWasAllWhenItHasSeenTheAnswer() throws Exception {
        var said = new ByteArrayOutputStream();
        byte[] reply = HexFormat.of().parseHex("0200000b" + "000100020001" + "0007000158");
        DoctorHello hello = DoctorHello.exchange(new ByteArrayInputStream(reply), said, 0);
        assertEquals("X", hello.suite());
        byte[] all = said.toByteArray();
        assertArrayEquals(LEAVING, Arrays.copyOfRange(all, all.length - LEAVING.length, all.length));
    }

    @Test
    void whoIsRefusedIsNotTheOneWhoLeaves() {
        var said = new ByteArrayOutputStream();
        byte[] refusal = HexFormat.of().parseHex("0000000b" + "000100020001" + "0014000104");
        assertThrows(DoctorFinding.class, () -> DoctorHello.exchange(new ByteArrayInputStream(refusal), said, 0));
        assertEquals(1, said.toByteArray()[0], "a hello and nothing else");
        assertEquals(Byte.toUnsignedInt(said.toByteArray()[2]) << 8 | Byte.toUnsignedInt(said.toByteArray()[3]), said.size() - 4);
    }
}
