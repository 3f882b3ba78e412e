// QR codes (ISO/IEC 18004): bytes, error correction L, the smallest of the 40 versions that fits, drawn as one SVG path.
import {h} from './dom.js';

// error correction L, by version: check bytes of a block, number of blocks
const CHECK = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25];
const MASKS = [(x, y) => (x + y) % 2, (_, y) => y % 2, x => x % 3, (x, y) => (x + y) % 3, (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => x * y % 2 + x * y % 3, (x, y) => (x * y % 2 + x * y % 3) % 2, (x, y) => ((x + y) % 2 + x * y % 3) % 2];

const EXP = new Uint8Array(512), LOG = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) { EXP[i] = EXP[i + 255] = value; LOG[value] = i; value = value << 1 ^ (value & 128 ? 0x11d : 0); }
const times = (a, b) => a && b ? EXP[LOG[a] + LOG[b]] : 0;

/** Modules that are not of the function patterns: ISO 18004, 7.1. */
function room(version) {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const count = Math.floor(version / 7) + 2;
    modules -= (25 * count - 10) * count - 55;
    if (version >= 7) modules -= 36;
  }
  return modules;
}

function check(data, length) {
  let generator = [1];
  for (let i = 0; i < length; i++) {
    const next = new Array(generator.length + 1).fill(0);
    generator.forEach((value, j) => { next[j] ^= value; next[j + 1] ^= times(value, EXP[i]); });
    generator = next;
  }
  const rest = new Uint8Array(length);
  for (const byte of data) {
    const factor = byte ^ rest[0];
    rest.copyWithin(0, 1);
    rest[length - 1] = 0;
    for (let j = 0; j < length; j++) rest[j] ^= times(generator[j + 1], factor);
  }
  return rest;
}

function codewords(bytes) {
  for (let version = 1; version <= 40; version++) {
    const total = Math.floor(room(version) / 8), own = CHECK[version - 1], blocks = BLOCKS[version - 1], capacity = total - own * blocks, counter = version < 10 ? 8 : 16;
    if (4 + counter + bytes.length * 8 > capacity * 8) continue;
    const bits = [];
    const put = (value, length) => { for (let i = length - 1; i >= 0; i--) bits.push(value >>> i & 1); };
    put(4, 4);
    put(bytes.length, counter);
    for (const byte of bytes) put(byte, 8);
    put(0, Math.min(4, capacity * 8 - bits.length));
    while (bits.length % 8) bits.push(0);
    const data = [];
    for (let i = 0; i < bits.length; i += 8) data.push(parseInt(bits.slice(i, i + 8).join(''), 2));
    for (let pad = 0xec; data.length < capacity; pad ^= 0xec ^ 0x11) data.push(pad);
    return {version, words: interleave(data, total, blocks, own)};
  }
  return null;
}

function interleave(data, total, blocks, own) {
  const short = Math.floor(total / blocks) - own, long = total % blocks, parts = [];
  for (let i = 0, from = 0; i < blocks; i++) {
    const part = data.slice(from, from += short + (i >= blocks - long ? 1 : 0));
    parts.push([part, check(part, own)]);
  }
  const words = [];
  for (let i = 0; i <= short; i++) for (const [part] of parts) if (i < part.length) words.push(part[i]);
  for (let i = 0; i < own; i++) for (const [, rest] of parts) words.push(rest[i]);
  return words;
}

function align(version, size) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2, step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const places = [6];
  for (let at = size - 7; places.length < count; at -= step) places.splice(1, 0, at);
  return places;
}

class Grid {
  constructor(version) {
    this.version = version;
    this.size = version * 4 + 17;
    this.dark = Array.from({length: this.size}, () => new Uint8Array(this.size));
    this.fixed = Array.from({length: this.size}, () => new Uint8Array(this.size));
    for (let i = 0; i < this.size; i++) { this.set(6, i, i % 2 === 0); this.set(i, 6, i % 2 === 0); }
    for (const [x, y] of [[3, 3], [this.size - 4, 3], [3, this.size - 4]]) this.square(x, y, 4, distance => distance !== 2 && distance !== 4);
    const places = align(version, this.size), last = places.length - 1;
    places.forEach((x, i) => places.forEach((y, j) => {
      if (!(i === 0 && j === 0 || i === 0 && j === last || i === last && j === 0)) this.square(x, y, 2, distance => distance !== 1);
    }));
    this.format(0);
    this.versionBits();
  }

  set(x, y, dark) { this.dark[y][x] = dark ? 1 : 0; this.fixed[y][x] = 1; }

  square(x, y, reach, isDark) {
    for (let dy = -reach; dy <= reach; dy++) for (let dx = -reach; dx <= reach; dx++)
      if (x + dx >= 0 && x + dx < this.size && y + dy >= 0 && y + dy < this.size) this.set(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
  }

  format(mask) {
    const data = 1 << 3 | mask;
    let rest = data;
    for (let i = 0; i < 10; i++) rest = rest << 1 ^ (rest >>> 9) * 0x537;
    const bits = (data << 10 | rest) ^ 0x5412, bit = i => bits >>> i & 1, size = this.size;
    for (let i = 0; i <= 5; i++) this.set(8, i, bit(i));
    this.set(8, 7, bit(6)); this.set(8, 8, bit(7)); this.set(7, 8, bit(8));
    for (let i = 9; i < 15; i++) this.set(14 - i, 8, bit(i));
    for (let i = 0; i < 8; i++) this.set(size - 1 - i, 8, bit(i));
    for (let i = 8; i < 15; i++) this.set(8, size - 15 + i, bit(i));
    this.set(8, size - 8, true);
  }

  versionBits() {
    if (this.version < 7) return;
    let rest = this.version;
    for (let i = 0; i < 12; i++) rest = rest << 1 ^ (rest >>> 11) * 0x1f25;
    const bits = this.version << 12 | rest;
    for (let i = 0; i < 18; i++) {
      const a = this.size - 11 + i % 3, b = Math.floor(i / 3), dark = bits >>> i & 1;
      this.set(a, b, dark);
      this.set(b, a, dark);
    }
  }

  lay(words) {
    let i = 0;
    for (let right = this.size - 1; right >= 1; right -= 2) {
      if (right === 6) right = 5;
      for (let step = 0; step < this.size; step++) for (let j = 0; j < 2; j++) {
        const x = right - j, upward = (right + 1 & 2) === 0, y = upward ? this.size - 1 - step : step;
        if (!this.fixed[y][x] && i < words.length * 8) { this.dark[y][x] = words[i >>> 3] >>> 7 - (i & 7) & 1; i++; }
      }
    }
  }

  mask(number) {
    for (let y = 0; y < this.size; y++) for (let x = 0; x < this.size; x++) if (!this.fixed[y][x] && MASKS[number](x, y) === 0) this.dark[y][x] ^= 1;
  }

  /** How hard it is to read, by long runs, blocks and balance; the least is the best. */
  penalty() {
    let sum = 0, count = 0;
    const lines = [...this.dark.map(row => [...row]), ...this.dark.map((_, x) => this.dark.map(row => row[x]))];
    for (const line of lines) {
      const runs = line.join('').match(/0+|1+/g);
      for (const run of runs) if (run.length >= 5) sum += run.length - 2;
      sum += 40 * (('0000' + line.join('') + '0000').match(/(?=10111010000|00001011101)/g)?.length ?? 0);
    }
    for (let y = 0; y < this.size; y++) for (let x = 0; x < this.size; x++) {
      count += this.dark[y][x];
      if (x + 1 < this.size && y + 1 < this.size && this.dark[y][x] === this.dark[y][x + 1] && this.dark[y][x] === this.dark[y + 1][x] && this.dark[y][x] === this.dark[y + 1][x + 1]) sum += 3;
    }
    return sum + Math.ceil(Math.abs(count * 20 - this.size ** 2 * 10) / this.size ** 2) * 10 - 10;
  }
}

/** Rows of 0 and 1, or null when the text is too long. */
export function qrGrid(text) {
  const made = codewords(new TextEncoder().encode(text));
  if (!made) return null;
  const grid = new Grid(made.version);
  grid.lay(made.words);
  let best = 0, least = Infinity;
  for (let number = 0; number < 8; number++) {
    grid.mask(number);
    grid.format(number);
    const penalty = grid.penalty();
    if (penalty < least) { least = penalty; best = number; }
    grid.mask(number);
  }
  grid.mask(best);
  grid.format(best);
  return grid.dark;
}

const SVG = 'http://www.w3.org/2000/svg';

export function qrCode(text, label) {
  const rows = qrGrid(text);
  if (!rows) return h('span');
  const svg = document.createElementNS(SVG, 'svg'), path = document.createElementNS(SVG, 'path'), quiet = 2;
  svg.setAttribute('class', 'qr');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.setAttribute('viewBox', `${-quiet} ${-quiet} ${rows.length + 2 * quiet} ${rows.length + 2 * quiet}`);
  path.setAttribute('d', rows.flatMap((row, y) => [...row].map((dark, x) => dark ? `M${x} ${y}h1v1h-1z` : '')).join(''));
  path.setAttribute('fill', '#000');
  svg.append(path);
  return svg;
}
