// The doctor: step by step from this node to a peer or any address, with remedies.
import {post} from '../api.js';
import {fill, h} from '../dom.js';
import {field, note} from '../form.js';
import {millis} from '../format.js';
import {button, screen} from '../frame.js';
import {icon} from '../icons.js';
import {live} from '../live.js';

export const checkList = checks => h('ul', {class: 'checks'}, checks.map(check => h('li', {class: check.result}, icon({good: 'good', bad: 'bad'}[check.result] ?? 'about'),
  h('div', {}, h('b', {}, check.name), h('div', {class: 'soft small'}, check.result)), h('div', {class: 'wrap'}, check.found, check.remedy && h('div', {}, h('b', {}, 'Remedy: '), check.remedy)), h('span', {class: 'soft small'}, check.millis ? millis(check.millis) : ''))));

export async function open() {
  const tunnel = field('Of a tunnel', {choices: [['', 'none: an address'], ...[...live.tunnels.values()].map(one => [one.id, one.name])], value: '', hint: 'Looks at the way to its other node, and at its rate.'});
  const address = field('Or an address', {name: 'address', placeholder: 'vpn.example.org:52845', hint: 'HOST:PORT of another node, or of a target.'}), proxy = field('Proxy', {name: 'proxy', placeholder: 'as the node’s environment says', hint: 'http://host:port, socks5://host:port, or none.'});
  const place = h('div', {'aria-live': 'polite'});
  const run = button('Examine', 'doctor', async () => {
    run.disabled = true;
    fill(place, note('', 'Looking… this takes a few seconds.'));
    try {
      const answer = await post('/doctor', {address: address.value || null, proxy: proxy.value || null, tunnel: tunnel.value || null});
      const bad = answer.checks.filter(check => check.result === 'bad').length;
      fill(place, h('div', {class: 'stack'}, note(bad ? 'bad' : 'good', bad ? `${bad === 1 ? 'One thing is' : `${bad} things are`} wrong.` : 'All is well.'), checkList(answer.checks)));
    } catch (problem) {
      fill(place, note('bad', problem.message));
    } finally {
      run.disabled = false;
    }
  }, 'first');
  tunnel.input.addEventListener('change', () => { address.input.disabled = tunnel.value !== ''; });
  return {element: screen('Doctor', 'Looks at each step of the way: name, connection, proxy, TLS, handshake, clock, rate; and says what to do.', [],
    h('section', {class: 'card'}, h('div', {class: 'body stack'}, h('div', {class: 'pair'}, tunnel.element, address.element, proxy.element), h('div', {}, run), place)))};
}
