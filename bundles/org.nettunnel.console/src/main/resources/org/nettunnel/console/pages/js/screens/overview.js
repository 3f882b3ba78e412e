// The node at a glance: what is up, what flows, what needs a look.
import {fill, h, text} from '../dom.js';
import {empty} from '../form.js';
import {lineChart} from '../chart.js';
import {bytes, many, millis, number, rate, span} from '../format.js';
import {button, screen} from '../frame.js';
import {live, recall, watch} from '../live.js';
import {failed} from '../notice.js';
import {halfChip, listenAddress, ping, tunnelChip} from '../state.js';
import {createTunnel} from '../tunnel-wizard.js';

const MOST = 8;

function tile(name) {
  const value = h('div', {class: 'value'}), more = h('div', {class: 'more'});
  return {element: h('div', {class: 'tile'}, h('div', {class: 'name'}, name), value, more), set(shown, words) { text(value, shown); text(more, words); }};
}

/** Tunnels in the order of their names, at most so many as one chart can tell apart. */
const charted = () => [...live.tunnels.values()].sort((a, b) => a.name.localeCompare(b.name)).slice(0, MOST);

function aligned(tunnels, field) {
  const at = [...new Set(tunnels.flatMap(tunnel => live.series.get(tunnel.id)?.at.map(Math.round) ?? []))].sort((a, b) => a - b);
  const lines = tunnels.map(tunnel => {
    const series = live.series.get(tunnel.id), known = new Map(series?.at.map((seconds, index) => [Math.round(seconds), field(series, index)]) ?? []);
    return at.map(seconds => known.get(seconds) ?? null);
  });
  return [at.length ? at : [Date.now() / 1000], at.length ? lines : tunnels.map(() => [null])];
}

export async function open({administrator}) {
  const tiles = {tunnels: tile('Tunnels'), endpoints: tile('Endpoints'), streams: tile('Open connections'), down: tile('Received'), up: tile('Sent')};
  const charts = h('div', {class: 'cards'}), trouble = h('div', {class: 'card'}), nothing = h('div', {class: 'card'});
  let drawn = null, made = [];
  await recall().catch(failed);

  async function draw(tunnels) {
    for (const {chart} of made) chart.close();
    made = [];
    const names = tunnels.map(tunnel => tunnel.name);
    for (const [title, show, field] of [['Rate', rate, (series, i) => series.receivedPerSecond[i] === null ? null : series.receivedPerSecond[i] + series.sentPerSecond[i]], ['Round trip', millis, (series, i) => series.roundTripMillis[i]]])
      made.push({title, field, chart: await lineChart({label: `${title} of each tunnel over the last minutes`, names, show})});
    fill(charts, made.map(({title, chart}) => h('section', {class: 'card'}, h('header', {}, h('h2', {}, `${title} of each tunnel`), h('span', {class: 'soft small'}, title === 'Rate' ? 'received and sent' : 'smoothed')), h('div', {class: 'body'}, chart.element))));
  }

  async function show(state) {
    const tunnels = [...state.tunnels.values()], endpoints = [...state.endpoints.values()];
    const up = tunnels.filter(tunnel => tunnel.status === 'established').length, open = tunnels.reduce((sum, tunnel) => sum + tunnel.traffic.openStreams, 0);
    const rates = [...state.rates.values()], sum = (list, field) => list.reduce((total, one) => total + field(one), 0);
    tiles.tunnels.set(`${up} of ${tunnels.length}`, up === tunnels.length ? 'all established' : 'established');
    const waiting = endpoints.filter(endpoint => endpoint.here.state === 'waiting').length;
    tiles.endpoints.set(number(endpoints.length), waiting ? `${waiting} waiting` : 'none waits');
    tiles.streams.set(number(open), `${number(sum(tunnels, tunnel => tunnel.traffic.totalStreams))} since the start`);
    tiles.down.set(rate(sum(rates, one => one.receivedPerSecond)), `${bytes(sum(tunnels, tunnel => tunnel.traffic.receivedBytes))} since the start`);
    tiles.up.set(rate(sum(rates, one => one.sentPerSecond)), `up for ${span((Date.now() - Date.parse(state.node.started)) / 1000)}`);
    nothing.hidden = tunnels.length > 0;
    charts.hidden = tunnels.length === 0;
    const shown = charted(), key = shown.map(tunnel => `${tunnel.id}:${tunnel.name}`).join();
    if (key !== drawn) { drawn = key; await draw(shown); }
    for (const {chart, field} of made) chart.update(...aligned(shown, field));
    look(tunnels, endpoints);
  }

  let told = '';
  function look(tunnels, endpoints) {
    const bad = [...tunnels.filter(tunnel => tunnel.status !== 'established').map(tunnel => [tunnelChip(tunnel), tunnel.name, tunnel.reason || 'Nothing to say.']),
      ...endpoints.filter(endpoint => endpoint.here.state === 'waiting').map(endpoint => [halfChip(endpoint.here), `${endpoint.name}, ${listenAddress(endpoint)}`, endpoint.here.reason])];
    const slow = tunnels.filter(tunnel => (ping(tunnel) ?? 0) > 500).map(tunnel => [tunnelChip(tunnel), tunnel.name, `Its round trip takes ${millis(ping(tunnel))}.`]);
    const lines = [...bad, ...slow], sign = JSON.stringify(lines.map(([chip, name, why]) => [chip.textContent, name, why]));
    trouble.hidden = lines.length === 0;
    if (sign === told) return;
    told = sign;
    fill(trouble, h('header', {}, h('h2', {}, 'Needs a look'), h('span', {class: 'soft small'}, many(lines.length, 'matter'))),
      h('table', {class: 'plain-table'}, h('thead', {class: 'unseen'}, h('tr', {}, ['State', 'Name', 'Why'].map(name => h('th', {scope: 'col'}, name)))),
        h('tbody', {}, lines.slice(0, 12).map(([chip, name, why]) => h('tr', {}, h('td', {}, chip), h('td', {class: 'wrap'}, h('b', {}, name)), h('td', {class: 'wrap'}, why))))));
  }

  fill(nothing, empty('No tunnel yet', 'A tunnel joins this node with another one, which may be behind a firewall. Its endpoints are ports that lead to the other side.',
    administrator && button('Create a tunnel', 'plus', createTunnel, 'first')));
  const element = screen('Overview', null, administrator ? [button('Create tunnel', 'plus', createTunnel)] : [],
    h('div', {class: 'tiles'}, Object.values(tiles).map(one => one.element)), nothing, charts, trouble);
  const end = watch(state => show(state).catch(failed));
  return {element, close() { end(); for (const {chart} of made) chart.close(); }};
}
