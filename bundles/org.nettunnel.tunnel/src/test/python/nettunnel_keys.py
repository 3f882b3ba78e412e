#!/usr/bin/env python3
"""The keys of nettunnel/1 once more, from PROTOCOL.md and nothing else: prints names and hex as JSON."""
import hashlib
import hmac
import json
import struct


def seq(start, length):
    return bytes((start + i) % 256 for i in range(length))


def extract(salt, ikm):
    return hmac.new(salt, ikm, hashlib.sha384).digest()


def expand(prk, info, length):
    out, block, i = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + info + bytes([i]), hashlib.sha384).digest()
        out, i = out + block, i + 1
    return out[:length]


def field(tag, value):
    return struct.pack(">HH", tag, len(value)) + value


def names(*some):
    return b"".join(bytes([len(n)]) + n.encode() for n in some)


def message(kind, body, tag_bytes=0):
    return bytes([kind]) + (len(body) + tag_bytes).to_bytes(3, "big") + body


def th(said):
    return hashlib.sha384(b"nettunnel/1" + binding + said).digest()


binding, psk = seq(200, 32), seq(100, 32)
mlkem, x25519 = seq(1, 32), seq(33, 32)
limits = struct.pack(">IIII", 16384, 256, 1024, 65536)
out = {}

psk_id = expand(psk, b"nettunnel/1 psk id", 16)
m1_head = (field(1, b"\0\1") + field(2, seq(2, 32)) + field(3, seq(3, 32)) + field(4, seq(4, 1184))
           + field(6, names("AES-256-GCM", "ChaCha20-Poly1305")) + field(8, names("deflate")) + field(9, limits) + field(10, psk_id))
binder = hmac.new(expand(psk, b"nettunnel/1 binder", 48), th(message(1, m1_head + field(11, bytes(48)))), hashlib.sha384).digest()
m1 = message(1, m1_head + field(11, binder))
m2 = message(2, field(1, b"\0\1") + field(2, seq(5, 32)) + field(3, seq(6, 32)) + field(5, seq(7, 1088))
             + field(6, names("ChaCha20-Poly1305", "AES-256-GCM")) + field(7, b"AES-256-GCM") + field(8, names("deflate")) + field(9, limits))
th12 = th(m1 + m2)
early = extract(th12, mlkem + x25519)
hs_i2r = expand(early, b"nettunnel/1 hs i2r" + th12, 44)
hs_r2i = expand(early, b"nettunnel/1 hs r2i" + th12, 44)
master = extract(expand(early, b"nettunnel/1 derived", 48), psk)


def finished(direction, said):
    return hmac.new(expand(master, b"nettunnel/1 fin " + direction, 48), th(said), hashlib.sha384).digest()


def sealed(kind, before, rest):
    """The header counts the whole body and its tag already while the field before the end is computed."""
    length = len(before) + rest + 16
    return bytes([kind]) + length.to_bytes(3, "big") + before


r_id = field(16, seq(8, 32))
r_signed = th(m1 + m2 + sealed(3, r_id, 68 + 52))
m2s_head = r_id + field(17, seq(9, 64))
m2s_finished = finished(b"r2i", m1 + m2 + sealed(3, m2s_head, 52))
m2s = message(3, m2s_head + field(0x7FFF, m2s_finished), 16)

i_id, name = field(16, seq(10, 32)), "büro".encode()
i_tail = field(18, seq(12, 16)) + field(19, name)
i_signed = th(m1 + m2 + m2s + sealed(4, i_id, 68 + len(i_tail) + 52))
m3_head = i_id + field(17, seq(11, 64)) + i_tail
m3_finished = finished(b"i2r", m1 + m2 + m2s + sealed(4, m3_head, 52))
m3 = message(4, m3_head + field(0x7FFF, m3_finished), 16)
block = expand(master, b"nettunnel/1 key block" + th(m1 + m2 + m2s + m3), 120)

m4_head = field(19, b"outer") + field(20, b"\0") + field(21, seq(13, 16)) + field(22, struct.pack(">I", 5))
m4_finished = finished(b"r2i", m1 + m2 + m2s + m3 + sealed(5, m4_head, 52))
m4 = message(5, m4_head + field(0x7FFF, m4_finished), 16)
join = expand(master, b"nettunnel/1 join" + th(m1 + m2 + m2s + m3 + m4), 48)
lane0, lane7 = (expand(join, b"nettunnel/1 lane" + bytes([n]), 48) for n in (0, 7))


th14 = th(m1 + m2 + m2s + m3 + m4)


def to_sign(role, digest):
    return b" " * 64 + b"nettunnel/1 " + role + b"\0" + digest


# one exchange of new keys on the living link, behind that handshake

def rekey_th(said):
    return hashlib.sha384(th14 + said).digest()


master2 = extract(expand(master, b"nettunnel/1 chain", 48), seq(21, 32) + seq(53, 32))


def rekey_finished(direction, said):
    return hmac.new(expand(master2, b"nettunnel/1 fin " + direction, 48), rekey_th(said), hashlib.sha384).digest()


def rekey(kind, before, rest):
    """The header counts the whole body."""
    return bytes([kind]) + (len(before) + rest).to_bytes(3, "big") + before


rekey1 = message(13, field(3, seq(22, 32)) + field(4, seq(23, 1184)) + field(6, names("ChaCha20-Poly1305", "AES-256-GCM")) + field(8, b""))
r2_head = (field(3, seq(24, 32)) + field(5, seq(25, 1088)) + field(6, names("AES-256-GCM", "ChaCha20-Poly1305"))
           + field(7, b"ChaCha20-Poly1305") + field(8, b""))
rekey_signed_by_responder = to_sign(b"rekey responder", rekey_th(rekey1 + rekey(14, r2_head, 68 + 52)))
r2_signed = r2_head + field(17, seq(9, 64))
rekey2 = message(14, r2_signed + field(0x7FFF, rekey_finished(b"r2i", rekey1 + rekey(14, r2_signed, 52))))
rekey_signed_by_initiator = to_sign(b"rekey initiator", rekey_th(rekey1 + rekey2 + rekey(15, b"", 68 + 52)))
r3_signed = field(17, seq(11, 64))
rekey3 = message(15, r3_signed + field(0x7FFF, rekey_finished(b"i2r", rekey1 + rekey2 + rekey(15, r3_signed, 52))))
rekey4 = message(16, field(0x7FFF, rekey_finished(b"r2i", rekey1 + rekey2 + rekey3 + rekey(16, b"", 52))))
rekey_block = expand(master2, b"nettunnel/1 key block" + rekey_th(rekey1 + rekey2 + rekey3), 120)
rekey_th14 = rekey_th(rekey1 + rekey2 + rekey3 + rekey4)
master3 = extract(expand(master2, b"nettunnel/1 chain", 48), seq(61, 64))
rekey_next_block = expand(master3, b"nettunnel/1 key block" + hashlib.sha384(rekey_th14 + b"said").digest(), 120)

for key in ("psk_id", "binder", "m1", "m2", "th12", "hs_i2r", "hs_r2i", "m2s", "m3", "block", "m4", "join", "lane0", "lane7", "th14",
            "rekey1", "rekey2", "rekey3", "rekey4",
            "rekey_signed_by_responder", "rekey_signed_by_initiator", "rekey_block", "rekey_next_block"):
    out[key] = globals()[key].hex()
out["signed_by_responder"] = to_sign(b"responder", r_signed).hex()
out["signed_by_initiator"] = to_sign(b"initiator", i_signed).hex()
print(json.dumps(out, indent=1))
