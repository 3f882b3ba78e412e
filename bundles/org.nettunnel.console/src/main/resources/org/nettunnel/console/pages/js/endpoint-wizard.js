// Makes or edits an endpoint at both ends of a tunnel, and looks at once whether the port could be had and the target answers.
import {at, can, exchange, post, remove} from './api.js';
import {fill, h} from './dom.js';
import {choice, field, note, wrong} from './form.js';
import {openDialog} from './dialog.js';
import {icon} from './icons.js';
import {live, refresh, watch} from './live.js';
import {done} from './notice.js';
import {listenAddress} from './state.js';

const WORDS = {
  inbound: ['This node listens', 'Clients connect here; the other node connects to the target there.'],
  outbound: ['The other node listens', 'Clients connect there; this node connects to the target here.']
};

function ways(direction) {
  const [near, far] = ['this node', 'the other node'];
  return direction === 'inbound' ? [near, far] : [far, near];
}

export function createEndpoint(tunnel, direction, old) {
  if (!tunnel) return;
  const kind = choice('Which end listens', Object.entries(WORDS).map(([value, [title, words]]) => [value, title, words]), direction);
  const name = field('Name', {name: 'name', value: old?.name ?? '', placeholder: 'Website', hint: 'Leave it empty for one made of listener and target.'});
  const bind = field('Listen on', {name: 'bind', value: old?.bind ?? '127.0.0.1', hint: '127.0.0.1 for programs of that machine only; 0.0.0.0 for everybody who reaches it.'});
  const port = field('Port', {name: 'port', type: 'number', value: old ? old.port : '8080', hint: '0 for any that is free.', attributes: {min: 0, max: 65535}});
  const target = field('Target', {name: 'target', value: old?.target ?? '', placeholder: '127.0.0.1:80', hint: 'HOST:PORT as the end that connects knows it.'});
  const squeeze = field('Compression', {name: 'compression', value: old?.compression ?? 'adaptive', choices: [['adaptive', 'Adaptive: while the tunnel is what is slow'], ['off', 'Off: where strangers and secrets share connections'],
    ...(live.node?.compressions ?? []).map(one => [one, `Always ${one}`])]});
  if (old && ![...squeeze.input.options].some(option => option.value === old.compression)) squeeze.input.append(h('option', {value: old.compression}, old.compression));
  if (old) squeeze.input.value = old.compression;
  const story = h('p', {class: 'soft', 'aria-live': 'polite'});
  const tell = () => {
    const [listens, connects] = ways(kind.value);
    fill(story, h('b', {}, capitalised(listens)), ` listens on ${bind.value || '127.0.0.1'}:${port.value || '?'}, `, h('b', {}, connects), ` connects to ${target.value || '?'}.`);
  };
  const body = h('div', {class: 'stack', on: {input: tell, change: tell}}, !old && kind.element, name.element, h('div', {class: 'pair'}, bind.element, port.element), target.element, squeeze.element, story);
  tell();
  openDialog({title: old ? `Edit ${old.name}` : `Add an endpoint to ${tunnel.name}`, about: tunnel.status === 'established' ? 'It appears at both ends.' : 'The tunnel is not established; the endpoint appears at the other end when it is.', wide: true,
    body: [body], buttons: [{label: 'Cancel'}, {label: old ? 'Save' : 'Add endpoint', first: true, stay: true, run: async dialog => {
      if (port.value === '') throw wrong(port, 'Say a port, or 0 for any.');
      if (!/^.+:\d+$/.test(target.value)) throw wrong(target, 'A target is HOST:PORT, such as 127.0.0.1:80.');
      const wanted = {name: name.value || null, bind: bind.value || null, port: Number(port.value), target: target.value, compression: squeeze.value};
      const made = old ? await change(old, wanted) : await post('/endpoints', {tunnel: tunnel.id, direction: kind.value, ...wanted});
      await refresh();
      outcome(dialog, made, kind.value);
    }}]});
}

async function change(old, wanted) {
  const {etag} = await exchange('GET', at('endpoints', old.id));
  return (await exchange('POST', at('endpoints', old.id), wanted, {ifMatch: etag})).value;
}

const capitalised = words => words[0].toUpperCase() + words.slice(1);

/** What came of it: is the port ours, does the target answer. */
function outcome(dialog, made, direction) {
  dialog.heading(made.name);
  const checks = h('ul', {class: 'checks', 'aria-live': 'polite'}), hint = h('div');
  const [listens, connects] = ways(direction);
  let reach = null, quick = null, last = '';
  const line = (kind, name, found) => h('li', {class: kind}, icon({good: 'good', bad: 'bad', wait: 'wait', skipped: 'about'}[kind]), h('b', {}, name), h('span', {class: 'wrap'}, found));
  const draw = () => {
    const one = live.endpoints.get(made.id) ?? made, half = one.direction === 'inbound' ? one.here : one.there;
    const port = half?.state === 'listening' ? line('good', 'Port', `${capitalised(listens)} listens on ${listenAddress(one)}.`)
      : half?.state === 'waiting' ? line('bad', 'Port', half.reason || `${capitalised(listens)} cannot listen yet.`) : line('wait', 'Port', `${capitalised(listens)} has not said yet whether the port is free.`);
    const ready = reach ?? (one.lastRefusal ? ['bad', one.lastRefusal] : ['skipped', `${capitalised(connects)} connects to ${one.target} when the first client comes.`]);
    const sign = JSON.stringify([half, ready]);
    if (sign === last) return;
    last = sign;
    fill(checks, port, line(ready[0], 'Target', ready[1]));
    fill(hint, half?.state === 'waiting' ? note('warn', 'The endpoint keeps trying. Free the port, or delete the endpoint and add it with another port.') : null);
  };
  dialog.show([checks, hint],
    [{label: 'Remove it again', left: true, danger: true, run: async () => { await remove(at('endpoints', made.id)); await refresh(); done(`${made.name} is removed.`); }}, {label: 'Done', first: true}]);
  const end = watch(() => { if (dialog.isOpen()) draw(); else { end(); clearInterval(quick); } });
  quick = setInterval(() => { if (dialog.isOpen()) refresh(); else clearInterval(quick); }, 1500);
  if (direction === 'outbound' && can('POST /doctor')) post('/doctor', {address: made.target, proxy: null, fingerprint: null}).then(({checks: found}) => {
    const tcp = found.find(check => check.name.toLowerCase().includes('tcp')) ?? found.find(check => check.result === 'bad');
    if (tcp) reach = [tcp.result === 'good' ? 'good' : tcp.result === 'bad' ? 'bad' : 'skipped', tcp.result === 'bad' && tcp.remedy ? `${tcp.found} ${tcp.remedy}` : tcp.found];
    if (dialog.isOpen()) draw();
  }, () => {});
}
