// A node whose tunnels and endpoints are shown and steered: this one, or the one at the other end of a tunnel, asked through it.
import {Problem, all as allPages, at, exchange as ask} from './api.js';
import * as own from './live.js';

const PERIOD = 3000;
/** An answer that comes through a tunnel has at most 1 MiB. */
const FAR_PAGE = 500;
/** Tunnels at whose other ends somebody is logged in. */
const entered = new Set();

/** near and other: what the node itself, and the one at the other end of its tunnel, are called in sentences. */
export const here = {far: false, live: own.live, watch: own.watch, refresh: own.refresh, exchange: ask, near: 'this node', other: 'the other node'};

export const isEntered = tunnel => entered.has(tunnel);

/** tunnel: its id. What is asked needs a login there: exchange('POST', '/login', {user, password}). */
export function there(tunnel) {
  const live = {node: null, tunnels: new Map(), endpoints: new Map(), lost: null}, listeners = new Set();
  let timer = null, closed = false;

  async function exchange(method, path, body, options = {}) {
    const {value: answer} = await ask('POST', at('tunnels', tunnel, 'peer'), {method, path, body: body === undefined ? null : JSON.stringify(body), ifMatch: options.ifMatch ?? null});
    const value = answer.body ? JSON.parse(answer.body) : null, good = answer.status >= 200 && answer.status < 300;
    if (answer.status === 401 || path === '/logout') entered.delete(tunnel);
    else if (good) entered.add(tunnel);
    if (!good) throw new Problem(answer.status, value);
    return {value, etag: answer.etag};
  }

  async function refresh() {
    clearTimeout(timer);
    try {
      const {value: node} = await exchange('GET', '/status');
      live.node = node;
      live.tunnels = new Map(node.tunnels.map(one => [one.id, one]));
      live.endpoints = new Map(node.endpoints.map(one => [one.id, one]));
      live.lost = null;
    } catch (problem) {
      live.lost = problem;
    }
    for (const listener of listeners) listener(live);
    clearTimeout(timer);
    if (!closed && live.lost?.status !== 401) timer = setTimeout(refresh, PERIOD);
  }

  return {
    far: true, tunnel, live, exchange, refresh, near: 'the node there', other: 'its peer',
    watch(listener) {
      listeners.add(listener);
      if (live.node) listener(live);
      return () => listeners.delete(listener);
    },
    get closed() { return closed; },
    close() { closed = true; clearTimeout(timer); listeners.clear(); }
  };
}

/** Short forms of exchange that answer the value alone. */
export const get = async (side, path, options) => (await side.exchange('GET', path, undefined, options)).value;
/** All pages of a list. */
export const all = (side, path, field, most) => allPages(path, field, most, side.exchange, side.far ? FAR_PAGE : undefined);
export const post = async (side, path, body, options) => (await side.exchange('POST', path, body, options)).value;
export const remove = async (side, path, options) => (await side.exchange('DELETE', path, undefined, options)).value;
