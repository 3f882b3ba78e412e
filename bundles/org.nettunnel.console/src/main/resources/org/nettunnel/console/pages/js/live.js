// What the node is doing, kept up to date: asked for every so often, and told at once where the node has events.
import {can, get} from './api.js';

const PERIOD = 2000, CALM = 10000, SAMPLES = 300;
const listeners = new Set();
const state = {node: null, tunnels: new Map(), endpoints: new Map(), rates: new Map(), lost: null, series: new Map()};
let timer = null, source = null, told = false, running = false;

export const live = state;

/** Calls the listener now and after each change; answers a function that ends it. */
export function watch(listener) {
  listeners.add(listener);
  if (state.node) listener(state);
  return () => listeners.delete(listener);
}

/** Hears single events as they come, where the node has them. */
export const heard = new EventTarget();

export async function start() {
  running = true;
  await refresh();
  listen();
}

export function stop() {
  running = false;
  clearTimeout(timer);
  source?.close();
  source = null;
  told = false;
  for (const map of [state.tunnels, state.endpoints, state.rates, state.series]) map.clear();
  state.node = null;
}

/** Asks now; used after each change that was made here. */
export async function refresh() {
  clearTimeout(timer);
  try {
    const node = await get('/status');
    if (!running) return;
    state.node = node;
    replace(state.tunnels, node.tunnels);
    replace(state.endpoints, node.endpoints);
    state.lost = null;
  } catch (problem) {
    if (!running) return;
    state.lost = problem;
  }
  tell();
  timer = setTimeout(refresh, told && !state.lost ? CALM : PERIOD);
}

function replace(map, list) {
  map.clear();
  for (const one of list) map.set(one.id, one);
}

let pending = false;
function tell() {
  if (pending) return;
  pending = true;
  requestAnimationFrame(() => { pending = false; for (const listener of listeners) listener(state); });
}

function note(tunnel, rate) {
  state.rates.set(tunnel, rate);
  const series = state.series.get(tunnel) ?? {at: [], receivedPerSecond: [], sentPerSecond: [], openStreams: [], roundTripMillis: []};
  series.at.push(Date.now() / 1000);
  for (const name of Object.keys(rate)) if (name in series) series[name].push(rate[name]);
  if (series.at.length > SAMPLES) for (const list of Object.values(series)) list.shift();
  state.series.set(tunnel, series);
}

function listen() {
  if (!can('GET /events') || source) return;
  source = new EventSource('/api/v1/events?types=tunnel,endpoint,rate');
  source.addEventListener('open', () => { told = true; });
  source.addEventListener('error', () => {
    told = false;
    state.rates.clear();
    clearTimeout(timer);
    timer = setTimeout(refresh, PERIOD);
  });
  source.addEventListener('gap', () => refresh());
  on('tunnel', tunnel => { if (tunnel.id) { if (tunnel.status) state.tunnels.set(tunnel.id, tunnel); else refresh(); } });
  on('endpoint', endpoint => { if (endpoint.id) { if (endpoint.here) state.endpoints.set(endpoint.id, endpoint); else refresh(); } });
  on('gone', ({kind, id}) => { (kind === 'tunnel' ? state.tunnels : state.endpoints).delete(id); state.rates.delete(id); });
  on('rate', rate => {
    for (const {id, ...one} of rate.tunnels) {
      note(id, one);
      const tunnel = state.tunnels.get(id);
      if (tunnel) tunnel.traffic.openStreams = one.openStreams;
    }
  });
}

function on(type, take) {
  source.addEventListener(type, event => { take(JSON.parse(event.data)); tell(); });
}

/** Fills the series with what the node remembers. */
export async function recall(seconds = 300) {
  if (!can('GET /history')) return;
  const history = await get(`/history?seconds=${seconds}`);
  const from = Date.parse(history.from) / 1000;
  for (const one of history.series) {
    const at = one.receivedPerSecond.map((_, index) => from + index * history.step);
    state.series.set(one.id, {at, receivedPerSecond: one.receivedPerSecond, sentPerSecond: one.sentPerSecond, openStreams: one.openStreams, roundTripMillis: one.roundTripMillis});
  }
}
