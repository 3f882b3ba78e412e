// The doctor: step by step from this node to a peer or any address, with remedies.
import {post} from '../api.js';
import {fill, h} from '../dom.js';
import {field, note} from '../form.js';
import {millis} from '../format.js';
import {button, screen} from '../frame.js';
import {icon} from '../icons.js';
import {live} from '../live.js';

/** Before the id of a tunnel that is examined through itself. */
const THROUGH = 'tunnel:';

export const checkList = checks => h('ul', {class: 'checks'}, checks.map(check => h('li', {class: check.result}, icon({good: 'good', bad: 'bad', warn: 'warn'}[check.result] ?? 'about'),
  h('div', {}, h('b', {}, check.name), h('div', {class: 'soft small'}, check.result)), h('div', {class: 'wrap'}, check.found, check.remedy && h('div', {}, h('b', {}, 'Remedy: '), check.remedy)), h('span', {class: 'soft small'}, check.millis ? millis(check.millis) : ''))));

export async function open() {
  const known = [...live.tunnels.values()].filter(one => one.addresses.length > 0);
  const up = [...live.tunnels.values()].filter(one => one.status === 'established');
  const tunnel = field('Of a tunnel', {choices: [['', 'another address'], ...known.flatMap(one => one.addresses.map(address => [address, `${one.name}: ${address}`])),
    ...up.map(one => [THROUGH + one.id, `${one.name}: through the tunnel itself`])], value: '', hint: 'Addresses that this node dials, and tunnels that are up.'});
  const address = field('Address', {name: 'address', placeholder: 'vpn.example.org:52845', hint: 'HOST:PORT of the other node.'}), proxy = field('Proxy', {name: 'proxy', placeholder: 'environment', hint: 'http://host:port, socks5://host:port or none; empty for what https_proxy and no_proxy of the node say. One with a login is examined with its tunnel, by the command line.'});
  const fingerprint = field('Fingerprint of its certificate', {name: 'fingerprint', hint: 'As the other node shows it under About; tells whether somebody is in between.'});
  const place = h('div', {'aria-live': 'polite'});
  const run = button('Examine', 'doctor', async () => {
    run.disabled = true;
    fill(place, note('', 'Looking… this takes up to a minute.'));
    try {
      const chosen = tunnel.value.startsWith(THROUGH) ? tunnel.value.slice(THROUGH.length) : null;
      const answer = await post('/doctor', chosen ? {tunnel: chosen} : {address: address.value || null, proxy: proxy.value || null, fingerprint: fingerprint.value || null});
      const bad = answer.checks.filter(check => check.result === 'bad').length;
      fill(place, h('div', {class: 'stack'}, note(bad ? 'bad' : 'good', bad ? `${bad === 1 ? 'One thing is' : `${bad} things are`} wrong.` : 'All is well.'), checkList(answer.checks)));
    } catch (problem) {
      fill(place, note('bad', problem.message));
    } finally {
      run.disabled = false;
    }
  }, 'first');
  tunnel.input.addEventListener('change', () => {
    const through = tunnel.value.startsWith(THROUGH);
    for (const one of [address, proxy, fingerprint]) one.input.disabled = through;
    if (tunnel.value) address.value = through ? '' : tunnel.value;
  });
  return {element: screen('Doctor', 'Looks at each step of the way from this node to another - proxy, name, connection, TLS, handshake, clock, size of packets - or at a tunnel that is up, and how much it carries; and says what to do.', [],
    h('section', {class: 'card'}, h('div', {class: 'body stack'}, h('div', {class: 'pair'}, known.length + up.length > 0 && tunnel.element, address.element), h('div', {class: 'pair'}, proxy.element, fingerprint.element), h('div', {}, run), place)))};
}
