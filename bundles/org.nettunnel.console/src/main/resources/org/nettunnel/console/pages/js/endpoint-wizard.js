// Makes or edits an endpoint at both ends of a tunnel, and looks at once whether the port could be had and the target answers.
import {at, can} from './api.js';
import {checkItems as list, liveChecks, told} from './checks.js';
import {fill, h} from './dom.js';
import {choice, field, note, wrong} from './form.js';
import {openDialog} from './dialog.js';
import {done, failed} from './notice.js';
import {here, isEntered, post, remove, there} from './side.js';
import {listenAddress} from './state.js';

/** Who listens, and who connects. */
const ways = (direction, side) => direction === 'inbound' ? [side.near, side.other] : [side.other, side.near];
const TARGET = /^.+:\d+$/;
const capitalised = words => words[0].toUpperCase() + words.slice(1);

/** side: the node that makes it, as in side.js. */
export function createEndpoint(tunnel, direction, old, side = here) {
  if (!tunnel) return;
  const {live, refresh} = side;
  const kind = choice('Which end listens', ['inbound', 'outbound'].map(value => {
    const [listens, connects] = ways(value, side);
    return [value, `${capitalised(listens)} listens`, `Clients connect there; ${connects} connects to the target.`];
  }), direction);
  const name = field('Name', {name: 'name', value: old?.name ?? '', placeholder: 'Website', hint: 'Leave it empty for one made of listener and target.'});
  const bind = field('Listen on', {name: 'bind', value: old?.bind ?? '127.0.0.1', hint: '127.0.0.1 for programs of that machine only; 0.0.0.0 for everybody who reaches it.'});
  const port = field('Port', {name: 'port', type: 'number', value: old ? old.port : '8080', hint: '0 for any that is free.', attributes: {min: 0, max: 65535}});
  const target = field('Target', {name: 'target', value: old?.target ?? '', placeholder: '127.0.0.1:80', hint: 'HOST:PORT as the end that connects knows it.'});
  const squeeze = field('Compression', {name: 'compression', value: old?.compression ?? 'adaptive', choices: [['adaptive', 'Adaptive: while the tunnel is what is slow'], ['off', 'Off: where strangers and secrets share connections'],
    ...(live.node?.compressions ?? []).map(one => [one, `Always ${one}`])]});
  if (old && ![...squeeze.input.options].some(option => option.value === old.compression)) squeeze.input.append(h('option', {value: old.compression}, old.compression));
  if (old) squeeze.input.value = old.compression;
  const story = h('p', {class: 'soft', 'aria-live': 'polite'});
  const given = () => ({direction: kind.value, bind: bind.value || null, port: Number(port.value), target: target.value});
  const isComplete = () => port.value !== '' && Number.isInteger(Number(port.value)) && TARGET.test(target.value);
  const checks = liveChecks(() => can('POST /tunnels/{id}/check') && isComplete() ? given() : null, wanted => checked(tunnel, wanted, side, old));
  const tell = () => {
    checks.typed();
    const [listens, connects] = ways(kind.value, side);
    fill(story, h('b', {}, capitalised(listens)), ` listens on ${bind.value || '127.0.0.1'}:${port.value || '?'}, `, h('b', {}, connects), ` connects to ${target.value || '?'}.`);
  };
  const body = h('div', {class: 'stack', on: {input: tell, change: tell}}, !old && kind.element, name.element, h('div', {class: 'pair'}, bind.element, port.element), target.element, squeeze.element, story, checks.element);
  tell();
  const read = () => {
    if (port.value === '') throw wrong(port, 'Say a port, or 0 for any.');
    if (!TARGET.test(target.value)) throw wrong(target, 'A target is HOST:PORT, such as 127.0.0.1:80.');
  };
  openDialog({title: old ? `Edit ${old.name}` : `Add an endpoint to ${tunnel.name}`, about: tunnel.status === 'established' ? 'It appears at both ends.' : 'The tunnel is not established; the endpoint appears at the other end when it is.', wide: true,
    onClose: () => checks.stop(), body: [body], buttons: [can('POST /tunnels/{id}/check') && {label: 'Check port and target', left: true, stay: true, icon: 'doctor', run: async () => {
      read();
      await checks.now(given());
    }}, {label: 'Cancel'}, {label: old ? 'Save' : 'Add endpoint', first: true, stay: true, run: async dialog => {
      read();
      const wanted = {name: name.value || null, bind: bind.value || null, port: Number(port.value), target: target.value, compression: squeeze.value};
      const made = old ? await change(old, wanted, side) : await post(side, '/endpoints', {tunnel: tunnel.id, direction: kind.value, ...wanted});
      checks.stop();
      await refresh();
      outcome(dialog, made, kind.value, side);
    }}].filter(Boolean)});
}

async function change(old, wanted, side) {
  const {etag} = await side.exchange('GET', at('endpoints', old.id));
  return (await side.exchange('POST', at('endpoints', old.id), wanted, {ifMatch: etag})).value;
}

/** Whether the port is taken by the endpoint itself. */
const isItsOwn = (wanted, old) => Boolean(old) && wanted.port === old.port && (wanted.bind ?? '127.0.0.1') === old.bind;

/** What both ends find: the other one is asked too where somebody is logged in there. */
async function checked(tunnel, wanted, side, old) {
  const {checks: all} = await post(side, at('tunnels', tunnel.id, 'check'), wanted);
  const checks = all.map(check => check.name === 'port' && isItsOwn(wanted, old) ? told('port', 'good', 'It listens there already.') : check);
  if (side.far || !isEntered(tunnel.id)) return checks;
  const other = there(tunnel.id);
  try {
    const answer = await post(other, at('tunnels', tunnel.id, 'check'), {...wanted, direction: wanted.direction === 'inbound' ? 'outbound' : 'inbound'});
    return checks.map(check => check.result === 'skipped' ? answer.checks.find(one => one.name === check.name) ?? check : check);
  } catch (problem) {
    return [...checks, told('other end', 'skipped', problem.message)];
  } finally {
    other.close();
  }
}

/** What came of it: is the port had, does a connection get through. */
function outcome(dialog, made, direction, side) {
  const {live, refresh, watch} = side;
  dialog.heading(made.name);
  const checks = h('ul', {class: 'checks', 'aria-live': 'polite'}), hint = h('div');
  const [listens] = ways(direction, side);
  let target = {name: 'target', result: 'wait', found: 'A connection is tried as soon as both ends are ready.', remedy: ''}, quick = null, last = '', tried = false;
  const draw = () => {
    const one = live.endpoints.get(made.id) ?? made, half = direction === 'inbound' ? one.here : one.there;
    const port = half?.state === 'listening' ? {result: 'good', found: `${capitalised(listens)} listens on ${listenAddress(one)}.`}
      : half?.state === 'waiting' ? {result: 'bad', found: half.reason || `${capitalised(listens)} cannot listen yet.`} : {result: 'wait', found: `${capitalised(listens)} has not said yet whether the port is free.`};
    // the other end refuses what it has not heard of yet
    if (!tried && one.there && (half?.state === 'listening' || direction === 'outbound')) { tried = true; go(); }
    const sign = JSON.stringify([port, target]);
    if (sign === last) return;
    last = sign;
    fill(checks, list([{name: 'port', remedy: '', ...port}, target]));
    fill(hint, half?.state === 'waiting' ? note('warn', 'The endpoint keeps trying. Free the port, or delete the endpoint and add it with another port.') : null);
  };
  const go = async () => {
    target = {name: 'target', result: 'wait', found: 'A connection is tried…', remedy: ''};
    draw();
    try {
      target = (await tryOnce(made, side)).find(check => check.name === 'target') ?? target;
    } catch (problem) {
      target = {name: 'target', result: 'skipped', found: problem.message, remedy: ''};
    }
    if (dialog.isOpen()) draw();
  };
  dialog.show([checks, hint],
    [{label: 'Remove it again', left: true, danger: true, run: async () => { await remove(side, at('endpoints', made.id)); await refresh(); done(`${made.name} is removed.`); }},
      {label: 'Try again', stay: true, run: go}, {label: 'Done', first: true}]);
  const end = watch(() => { if (dialog.isOpen()) draw(); else { end(); clearInterval(quick); } });
  quick = setInterval(() => { if (dialog.isOpen()) refresh(); else clearInterval(quick); }, 1500);
}

const tryOnce = async (endpoint, side) => can('POST /endpoints/{id}/try') ? (await post(side, at('endpoints', endpoint.id, 'try'))).checks : [];

/** A connection as a client would make one, and how it went. */
export function tryEndpoint(endpoint, side = here) {
  const checks = h('ul', {class: 'checks', 'aria-live': 'polite'});
  const go = async () => {
    fill(checks, list([{name: 'target', result: 'wait', found: 'A connection is tried…', remedy: ''}]));
    fill(checks, list(await tryOnce(endpoint, side)));
  };
  openDialog({title: `Try ${endpoint.name}`, about: 'A connection is made as a client would, and closed again.', wide: true, body: [checks],
    buttons: [{label: 'Try again', left: true, stay: true, run: go}, {label: 'Close', first: true}]});
  go().catch(problem => { fill(checks); failed(problem); });
}
