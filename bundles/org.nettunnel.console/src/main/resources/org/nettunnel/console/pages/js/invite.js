// What an invite says, read from its text: `nt1_` and base64url of
// `u8 version | tunnel[16] | identity[32] | key[32] | u64 expiry, seconds | transport | name | u8 count, addresses | checksum[4]`, a text being `u8 length | UTF-8`.
// The node judges whether it is whole; this is to look at the way before it is used.
const PREFIX = 'nt1_', VERSION = 1, TEXTS = 1 + 16 + 32 + 32;

/** {name, addresses, transport, expires}; null for what is none. */
export function readInvite(text) {
  const code = text.replace(/\s+/g, '');
  if (!code.startsWith(PREFIX)) return null;
  try {
    const bytes = Uint8Array.from(atob(code.slice(PREFIX.length).replace(/-/g, '+').replace(/_/g, '/')), letter => letter.charCodeAt(0));
    if (bytes[0] !== VERSION) return null;
    let at = TEXTS;
    const expires = new Date(Number(new DataView(bytes.buffer).getBigUint64(at)) * 1000);
    at += 8;
    const next = () => {
      const from = at + 1;
      at = from + bytes[at];
      if (at > bytes.length) throw new RangeError('cut short');
      return new TextDecoder('utf-8', {fatal: true}).decode(bytes.subarray(from, at));
    };
    const transport = next(), name = next(), count = bytes[at++];
    return {name, transport, expires, addresses: Array.from({length: count}, next)};
  } catch {
    // cut short, or not that: the node says so when it is used
    return null;
  }
}
