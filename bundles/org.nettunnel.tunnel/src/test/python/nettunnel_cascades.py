#!/usr/bin/env python3
"""Cascades of nettunnel/1 once more, from PROTOCOL.md, FIPS 197, SP 800-38D and nothing else, with RC4 as the stream cipher: names and hex as JSON."""
import hashlib
import hmac
import json
import struct


def seq(start, length):
    return bytes((start + i) % 256 for i in range(length))


def expand(prk, info, length):
    out, block, i = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + info + bytes([i]), hashlib.sha384).digest()
        out, i = out + block, i + 1
    return out[:length]


def rc4(key, text):
    box, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for byte in text:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


# AES-256 (FIPS 197), encryption alone

def times(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a = a << 1 ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def substitution():
    box = []
    for value in range(256):
        inverse = next((x for x in range(256) if times(value, x) == 1), 0)
        out = inverse
        for shift in range(1, 5):
            out ^= (inverse << shift | inverse >> 8 - shift) & 0xFF
        box.append(out ^ 0x63)
    return box


SBOX = substitution()


def round_keys(key):
    words, constant = [list(key[i:i + 4]) for i in range(0, 32, 4)], 1
    for i in range(8, 60):
        word = list(words[i - 1])
        if i % 8 == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = times(constant, 2)
        elif i % 8 == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(word, words[i - 8])])
    return [sum(words[4 * r:4 * r + 4], []) for r in range(15)]


def aes(keys, block):
    state = [a ^ b for a, b in zip(block, keys[0])]
    for r in range(1, 15):
        state = [SBOX[b] for b in state]
        state = [state[(i + 4 * (i % 4)) % 16] for i in range(16)]
        if r < 14:
            mixed = []
            for c in range(0, 16, 4):
                for i in range(4):
                    a, b, d, e = (state[c + (i + k) % 4] for k in range(4))
                    mixed.append(times(a, 2) ^ times(b, 3) ^ d ^ e)
            state = mixed
        state = [a ^ b for a, b in zip(state, keys[r])]
    return bytes(state)


# GCM (SP 800-38D) with a nonce of 12 bytes

def ghash(h, text):
    h, y = int.from_bytes(h, "big"), 0
    for at in range(0, len(text), 16):
        x, v, y = y ^ int.from_bytes(text[at:at + 16], "big"), h, 0
        for bit in range(127, -1, -1):
            if x >> bit & 1:
                y ^= v
            v = v >> 1 ^ (0xE1 << 120 if v & 1 else 0)
    return y.to_bytes(16, "big")


def padded(text):
    return text + bytes(-len(text) % 16)


def gcm(key, nonce, associated, text):
    keys, out = round_keys(key), b""
    for i in range(0, len(text), 16):
        stream = aes(keys, nonce + struct.pack(">I", 2 + i // 16))
        out += bytes(a ^ b for a, b in zip(text[i:i + 16], stream))
    lengths = struct.pack(">QQ", 8 * len(associated), 8 * len(out))
    mac = ghash(aes(keys, bytes(16)), padded(associated) + padded(out) + lengths)
    return out + bytes(a ^ b for a, b in zip(mac, aes(keys, nonce + b"\0\0\0\1")))


assert gcm(bytes(32), bytes(12), b"", bytes(16)).hex() == "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
assert rc4(seq(1, 32), bytes(16)).hex() == "eaa6bd25880bf93d3f5d1e4ca2611d91"


def inner(use, name, key, nonce, text):
    cascade = expand(key, b"nettunnel/1 " + use + b" " + name, 48)
    return rc4(expand(cascade, b"nettunnel/1 record" + nonce, 32), text)


def cascade(key, nonce, associated, text):
    name = b"RC4+AES-256-GCM"
    outer = expand(key, b"nettunnel/1 cascade outer " + name, 32)
    return gcm(outer, nonce, associated, inner(b"cascade inner", name, key, nonce, text))


def alone(key, nonce, associated, text):
    name = b"RC4+HMAC"
    ciphertext = inner(b"alone inner", name, key, nonce, text)
    said = struct.pack(">QQ", len(associated), len(ciphertext)) + nonce + associated + ciphertext
    return ciphertext + hmac.new(expand(key, b"nettunnel/1 alone mac " + name, 48), said, hashlib.sha384).digest()[:16]


out = {}
for number, (start, length) in enumerate(((1, 0), (2, 1), (3, 100), (4, 1_000))):
    given = seq(start, 32), seq(start + 40, 12), seq(start + 60, 7), seq(start + 80, length)
    out["cascade%d" % number] = cascade(*given).hex()
    out["alone%d" % number] = alone(*given).hex()
print(json.dumps(out, indent=1))
