// What the words of the API look like: status chips, directions, addresses.
import {h} from './dom.js';
import {icon} from './icons.js';
import {capital} from './format.js';

/** NetTunnel's colours: green is established, red is connecting or lost, orange is stopped; each with its word and shape. */
const TUNNEL = {
  established: ['good', 'good'], connecting: ['bad', 'wait'], waiting: ['bad', 'wait'], interrupted: ['bad', 'wait'], disconnected: ['bad', 'bad'],
  failed: ['bad', 'bad'], stopped: ['warn', 'stop'], invited: ['told', 'invite']
};
const HALF = {listening: ['good', 'good'], ready: ['good', 'good'], waiting: ['bad', 'wait'], stopped: ['warn', 'stop']};

export function chip(kind, picture, words) {
  return h('span', {class: `chip ${kind}`}, icon(picture), words);
}

export function tunnelChip(tunnel) {
  const [kind, picture] = TUNNEL[tunnel.status] ?? ['', 'dot'];
  return chip(kind, picture, capital(tunnel.status));
}

export function halfChip(half) {
  if (!half) return chip('', 'dot', 'Unknown');
  const [kind, picture] = HALF[half.state] ?? ['', 'dot'];
  return chip(kind, picture, capital(half.state));
}

/** How an endpoint is doing at both its ends: the worse of the two. */
export function endpointChip(endpoint) {
  const order = ['waiting', 'stopped', 'listening', 'ready'];
  const halves = [endpoint.here, endpoint.there].filter(half => half && order.includes(half.state));
  if (halves.length === 0) return chip('', 'dot', 'Unknown');
  const worst = halves.reduce((a, b) => order.indexOf(b.state) < order.indexOf(a.state) ? b : a);
  if (worst.state === 'waiting') return chip('bad', 'wait', 'Waiting');
  return worst.state === 'stopped' ? chip('warn', 'stop', 'Stopped') : chip('good', 'good', 'Ready');
}

export function direction(word) {
  return h('span', {class: 'dir'}, icon(word === 'inbound' ? 'inbound' : 'outbound'), capital(word));
}

/** Where a tunnel is met: this node's own port as `*:port` when it is dialled, else where the peer is. */
export function tunnelAddress(tunnel, node) {
  if (tunnel.addresses.length > 0) return tunnel.addresses.join(', ');
  const port = (node?.listening?.[0] ?? '').split(':').pop();
  return port ? `*:${port}` : '–';
}

export function listenAddress(endpoint) {
  const half = endpoint.direction === 'inbound' ? endpoint.here : endpoint.there;
  const port = half?.port || endpoint.port;
  const bind = endpoint.bind === '0.0.0.0' || endpoint.bind === '::' ? '*' : endpoint.bind;
  return `${bind.includes(':') && bind !== '*' ? `[${bind}]` : bind}:${port || 'any'}`;
}

/** The shortest that a link measured; null before the first. */
export function ping({links}) {
  const measured = links.map(link => link.roundTripMillis).filter(millis => millis !== null);
  return measured.length ? Math.min(...measured) : null;
}
