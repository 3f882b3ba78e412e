// All that is known about one tunnel or endpoint, live while it is open; what may be changed is changed here too.
import {at} from './api.js';
import {fill, h} from './dom.js';
import {facts, field, tick} from './form.js';
import {openDialog} from './dialog.js';
import {ago, bytes, millis, number} from './format.js';
import {done} from './notice.js';
import {here} from './side.js';
import {direction, endpointChip, halfChip, listenAddress, tunnelAddress, tunnelChip} from './state.js';
import {plan, showPlan, trialLine} from './trial.js';

function liveDialog(side, title, element, more) {
  const place = h('div');
  let end = () => {};
  const dialog = openDialog({title, wide: true, body: [place], buttons: [more, {label: 'Close', first: true}].filter(Boolean), onClose: () => end()});
  end = side.watch(() => { const shown = element(); if (shown) fill(place, shown); else dialog.close(); });
}

const TRANSPORTS = {https: 'HTTPS, which passes firewalls and proxies', tcp: 'TCP with the tunnel’s own encryption alone'};
const transport = one => one.transport ? TRANSPORTS[one.transport] ?? one.transport : 'as the other end dials';

const fingerprint = text => text ? h('code', {class: 'wrap'}, text) : '–';

export function tunnelProperties(id, change, side = here) {
  const {live} = side;
  const tunnel = live.tunnels.get(id);
  if (!tunnel) return;
  liveDialog(side, tunnel.name, () => {
    const one = live.tunnels.get(id);
    if (!one) return null;
    return [facts([['Status', h('span', {class: 'line'}, tunnelChip(one), one.since && h('span', {class: 'soft'}, `for ${ago(one.since)}`))], one.reason && ['Why', one.reason], one.trial && ['On trial', trialLine(one, side, change)],
      ['Direction', direction(one.direction)], ['Address', h('code', {}, tunnelAddress(one, live.node))], ['Transport', transport(one)], one.proxy && ['Proxy', one.proxy === 'environment' ? 'as the node’s https_proxy says' : one.proxy],
      ['Other node', one.peerName ?? '–'], ['Its identity', fingerprint(one.peer)],
      ['Sent and received', `${bytes(one.traffic.sentBytes)} and ${bytes(one.traffic.receivedBytes)} on the wire`], ['Connections', `${number(one.traffic.openStreams)} now, ${number(one.traffic.totalStreams)} since the start`],
      ['The other end may', [one.peerMay.configure && 'change endpoints and remove the tunnel', one.peerMay.call && 'let people log in here'].filter(Boolean).join(', ') || 'nothing'],
      ['While there is no link', `open connections wait ${one.outage.graceSeconds} s, new ones ${one.outage.patienceSeconds} s`],
      ['Since the start', `${one.history.established} links established, ${one.history.resumed} took up connections again, ${one.history.failed} attempts failed, keys changed ${one.history.rekeyed} times`],
      one.history.lastReason && ['Last link ended', one.history.lastReason], ['Id', h('code', {}, one.id)]]),
    one.links.length > 0 && h('div', {class: 'stack tight'}, h('h3', {}, 'Links'), h('table', {class: 'plain-table'},
      h('thead', {}, h('tr', {}, ['Lane', 'Remote', 'Transport', 'Cipher', 'Keys', 'Round trip', 'For'].map(name => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, one.links.map(link => h('tr', {}, [link.lane, link.remote, link.transport, link.suite + (link.legacy ? ' (legacy)' : ''), `epoch ${link.epoch}`, millis(link.roundTripMillis), ago(link.since)].map(value => h('td', {}, value)))))))];
  }, change && {label: 'Change…', left: true, icon: 'edit', run: () => changeTunnel(id, side)});
}

/** What is another than it is now; null for what stays. */
function changed(tunnel, given) {
  const change = {addresses: null, proxy: null, proxyPassword: null, outage: null, name: null, peerMayConfigure: null, peerMayCall: null};
  if (given.name !== tunnel.name) change.name = given.name;
  if (tunnel.direction === 'outbound') {
    const lines = given.addresses.split(/\s+/).filter(Boolean);
    if (lines.join() !== tunnel.addresses.join()) change.addresses = lines;
    if (given.proxy !== (tunnel.proxy ?? '') || given.password) change.proxy = given.proxy;
    change.proxyPassword = given.password || null;
  }
  if (given.grace !== tunnel.outage.graceSeconds || given.patience !== tunnel.outage.patienceSeconds) change.outage = {graceSeconds: given.grace, patienceSeconds: given.patience};
  if (given.configure !== tunnel.peerMay.configure) change.peerMayConfigure = given.configure;
  if (given.call !== tunnel.peerMay.call) change.peerMayCall = given.call;
  return change;
}

async function changeTunnel(id, side) {
  const {value: tunnel, etag} = await side.exchange('GET', at('tunnels', id));
  const name = field('Name', {name: 'name', value: tunnel.name, hint: `What the tunnel is called at ${side.near}.`});
  const addresses = field('Addresses of the other node', {name: 'addresses', area: true, rows: 2, value: tunnel.addresses.join('\n'), hint: 'HOST:PORT, one a line, tried in order.'});
  const proxy = field('Proxy', {name: 'proxy', value: tunnel.proxy ?? '', hint: 'http://host:port or socks5://host:port; none for never; environment as the node’s https_proxy says.'});
  const password = field('Password of the proxy', {name: 'proxyPassword', type: 'password', hint: 'Only where the proxy names a user.'});
  const seconds = {min: 0, max: 86400};
  const grace = field('Open connections wait, seconds', {name: 'graceSeconds', type: 'number', value: tunnel.outage.graceSeconds, attributes: seconds});
  const patience = field('New connections wait, seconds', {name: 'patienceSeconds', type: 'number', value: tunnel.outage.patienceSeconds, attributes: seconds});
  const configure = tick('The other end may change endpoints', tunnel.peerMay.configure, 'and remove the tunnel at both ends');
  const call = tick('People may log in through it', tunnel.peerMay.call, `with an account of ${side.near}`);
  const dials = tunnel.direction === 'outbound';
  const body = [name.element, dials && addresses.element, dials && proxy.element, dials && password.element, h('div', {class: 'pair'}, grace.element, patience.element), configure.element, call.element].filter(Boolean);
  const buttons = [{label: 'Cancel'}, {label: 'See what becomes of it', first: true, stay: true, run: async dialog => {
    const change = changed(tunnel, {name: name.value, addresses: addresses.value, proxy: proxy.value, password: password.input.value, grace: Number(grace.value), patience: Number(patience.value),
      configure: configure.value, call: call.value});
    if (Object.values(change).every(one => one === null)) throw new Error('Nothing is changed.');
    const make = async () => {
      await side.exchange('POST', at('tunnels', id), change, {ifMatch: etag});
      done(`${tunnel.name} is changed.`);
      await side.refresh();
    };
    showPlan(dialog, side, tunnel, await plan(side, tunnel, change, false, etag), {change, stop: false, ifMatch: etag, make, back: () => dialog.show(body, buttons)});
  }}];
  openDialog({title: `Change ${tunnel.name}`, wide: true, body, buttons});
}

export function endpointProperties(id, side = here) {
  const {live} = side;
  const endpoint = live.endpoints.get(id);
  if (!endpoint) return;
  const half = (name, one) => [name, one ? h('span', {class: 'line'}, halfChip(one), one.port ? h('span', {class: 'soft'}, `port ${one.port}`) : null, one.reason && h('span', {class: 'wrap'}, one.reason)) : 'nothing heard since the tunnel is up'];
  liveDialog(side, endpoint.name, () => {
    const one = live.endpoints.get(id);
    if (!one) return null;
    return facts([['Status', endpointChip(one)], ['Tunnel', one.tunnelName], ['Direction', direction(one.direction)], ['Listens on', h('code', {}, listenAddress(one))], ['Target', h('code', {}, one.target)],
      half('This end', one.here), half('Other end', one.there), ['Compression', one.compression], one.owner && ['Belongs to', one.owner],
      ['Sent and received', `${bytes(one.traffic.sentBytes)} and ${bytes(one.traffic.receivedBytes)}`],
      ['Connections', `${number(one.traffic.open)} now, ${number(one.traffic.total)} since the start, ${number(one.traffic.refused)} refused`], one.lastRefusal && ['Last refusal', one.lastRefusal], ['Id', h('code', {}, one.id)]]);
  });
}
