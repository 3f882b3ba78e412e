package org.nettunnel.client;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Finds out how large the packets are that a way carries, by what is answered: Java cannot forbid routers to cut packets up, nor hear what they say of it.
///
/// A question longer than a packet travels in packets of full size. When only it stays unanswered, something on the way loses such packets without
/// a word; questions that fit into one packet then find the size at which that begins.
final class PacketSizes {
    /// Several full packets, and less than a node reads of a head.
    static final int LONG_QUESTION = 6000;
    private static final int LARGEST_PACKET = 1500, SMALLEST = 300, NEAR_ENOUGH = 16;
    private static final int TCP_AND_IP = 72;
    private final Way way;

    /// Over a connection of its own each time: one on which a packet is lost waits for that packet.
    interface Way {
        /// @param bytes of the question, as they are written
        /// @return how many bytes were answered
        int ask(int bytes, Duration patience) throws IOException;

        /// @return how many bytes were answered to the question with the longest answer
        int askForMuch(Duration patience) throws IOException;

        /// What lies around a question of one packet besides TCP and IP.
        int envelope();
    }

    PacketSizes(Way way) {
        this.way = way;
    }

    /// @return a sentence; nothing is wrong
    /// @throws DoctorFinding when packets are lost by their size
    String found(Duration patience) throws IOException {
        try {
            way.ask(LONG_QUESTION, patience);
        } catch (SocketTimeoutException lost) {
            throw blackHole(patience.dividedBy(4));
        }
        try {
            int answered = way.askForMuch(patience);
            return "A question of " + LONG_QUESTION + " bytes was answered, so that packets of full size arrive there" + (answered > 2 * LARGEST_PACKET
                    ? "; so do those of its answers, of " + answered + " bytes." : "; whether those of its answers do was not to be seen, for the longest had " + answered + " bytes.");
        } catch (SocketTimeoutException lost) {
            throw new DoctorFinding("Long questions arrive there, long answers do not come back: something on the way loses large packets in this direction.",
                    "Let ICMP pass every firewall on the way, or lower the MTU of the other machine's interface.");
        }
    }

    private DoctorFinding blackHole(Duration patience) throws IOException {
        int good = SMALLEST;
        if (!answers(good, patience)) return new DoctorFinding("Even questions of " + good + " bytes stay unanswered now and then: the way loses more than large packets.",
                "Look at the lines on the way, and whether one of them is overloaded.");
        int bad = LARGEST_PACKET - TCP_AND_IP - way.envelope();
        if (answers(bad, patience)) good = bad;
        while (bad - good > NEAR_ENOUGH) {
            int middle = (good + bad) / 2;
            if (answers(middle, patience)) good = middle;
            else bad = middle;
        }
        int mtu = good + way.envelope() + TCP_AND_IP;
        return new DoctorFinding("Questions of " + good + " bytes are answered and longer ones are lost without a word: the way carries packets of about " + mtu + " bytes at most, and says so to nobody.",
                "Set the MTU of this machine's interface to " + mtu / 10 * 10 + " or less, or let ICMP 'fragmentation needed' (IPv6: 'packet too big') pass every firewall on the way.");
    }

    private boolean answers(int bytes, Duration patience) throws IOException {
        try {
            way.ask(bytes, patience);
            return true;
        } catch (SocketTimeoutException lost) {
            return false;
        }
    }
}
