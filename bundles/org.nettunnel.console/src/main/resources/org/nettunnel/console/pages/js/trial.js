// Changes of a tunnel that may cut it off: the plan first, then the change on trial, confirmed when the tunnel is back with it and taken back when not.
import {at} from './api.js';
import {fill, h, text} from './dom.js';
import {note} from './form.js';
import {openDialog} from './dialog.js';
import {capital, clock} from './format.js';
import {attempt, done, failed} from './notice.js';
import {post} from './side.js';
import {chip} from './state.js';

const SECONDS = 60, LOOK = 1000;
/** Of a node that cannot ask the other end just now, or is asked too often, or is not reached while the tunnel is dialled anew. */
const NOT_NOW = [0, 409, 429, 503];
/** Names of fields as people know them. */
const WORDS = {
  name: 'name', addresses: 'addresses', proxy: 'proxy', graceSeconds: 'open connections wait, seconds', patienceSeconds: 'new connections wait, seconds',
  peerMayConfigure: 'the other end may change endpoints', peerMayCall: 'people may log in through it', started: 'started'
};

const trialChip = tunnel => tunnel.trial ? chip('warn', 'wait', 'On trial') : null;

/** What the menu of a tunnel on trial has besides. */
export const trialActs = (tunnel, side) => tunnel.trial ? [
  {label: 'Keep its change', icon: 'good', off: tunnel.trial.mayBeConfirmed ? null : 'No link was made the new way yet', run: () => keep(tunnel, side)},
  {label: 'Take its change back', icon: 'refresh', run: () => takeBack(tunnel, side)}] : [];

/** How a trial stands, with what may be done. */
export function trialLine(tunnel, side, change) {
  if (!tunnel.trial) return null;
  const button = (label, act, off) => h('button', {type: 'button', class: 'button tiny', disabled: off, on: {click: () => act(tunnel, side)}}, label);
  return h('div', {class: 'line'}, trialChip(tunnel), h('span', {}, `Its change is taken back at ${clock(tunnel.trial.until).slice(0, 8)} unless somebody keeps it.`),
    change && [button('Keep it', keep, !tunnel.trial.mayBeConfirmed), button('Take it back', takeBack, false)]);
}

const keep = (tunnel, side) => attempt(async () => { await post(side, at('tunnels', tunnel.id, 'trial', 'confirm')); await side.refresh(); }, `${tunnel.name} keeps its change.`);
const takeBack = (tunnel, side) => attempt(async () => { await post(side, at('tunnels', tunnel.id, 'trial', 'back')); await side.refresh(); }, `${tunnel.name} is as it was.`);

const shown = value => ({true: 'yes', false: 'no'})[value] ?? (value || '–');

/** What would become of the tunnel. */
export const plan = (side, tunnel, change, stop, ifMatch) => post(side, at('tunnels', tunnel.id, 'trial'), {change, stop, seconds: null, apply: false}, {ifMatch});

/** Shows a plan and, when told so, makes the change: on trial where it may cut the tunnel off. make: makes it at once and for good; more: what is to be said besides. */
export function showPlan(dialog, side, tunnel, planned, {change, stop, ifMatch, make, back, more}) {
  const table = planned.changes.length > 0 && h('table', {class: 'plain-table'}, h('thead', {}, h('tr', {}, ['What', 'Now', 'Then'].map(name => h('th', {scope: 'col'}, name)))),
    h('tbody', {}, planned.changes.map(one => h('tr', {}, [capital(WORDS[one.field] ?? one.field), shown(one.before), shown(one.after)].map(value => h('td', {class: 'wrap'}, value))))));
  const trial = planned.cutsOff ? `It is made on trial for ${SECONDS} s. Through the tunnel it cannot be confirmed any more: unless somebody does so at that node itself, it is taken back.`
    : `It is made on trial: when the tunnel is not up with it within ${SECONDS} s, it is taken back.`;
  const apply = async () => {
    if (!planned.isRisky) { await make(); return true; }
    const begun = await post(side, at('tunnels', tunnel.id, 'trial'), {change, stop, seconds: SECONDS, apply: true}, {ifMatch});
    watchTrial(dialog, side, {...tunnel, name: begun.tunnel}, begun);
    return false;
  };
  dialog.show([h('p', {}, planned.explained), more && h('p', {}, more), table, planned.isRisky && note('warn', trial)].filter(Boolean),
    [back && {label: 'Back', left: true, stay: true, run: back}, {label: 'Cancel'}, planned.changes.length > 0 && {label: stop ? 'Stop' : 'Apply', first: true, danger: stop, run: apply}].filter(Boolean));
}

/** Waits in the dialog, and goes on when it is closed: what came of it is said either way. */
function watchTrial(dialog, side, tunnel, begun) {
  const end = Date.now() + SECONDS * 1000, left = h('b'), why = h('p', {class: 'soft', 'aria-live': 'polite'}), place = h('div', {'aria-live': 'polite'});
  let over = false;
  const count = setInterval(() => text(left, `${Math.max(0, Math.ceil((end - Date.now()) / 1000))} s`), 250);
  const finish = (good, sentence) => {
    over = true;
    clearInterval(count);
    (good ? done : failed)(good ? sentence : new Error(sentence));
    if (dialog.isOpen()) dialog.show([note(good ? 'good' : 'bad', sentence)], [{label: 'Done', first: true}]);
    side.refresh();
  };
  const look = async () => {
    if (over) return;
    try {
      const {mayBeConfirmed} = (await side.exchange('GET', at('tunnels', tunnel.id, 'trial'))).value;
      if (over) return;
      if (mayBeConfirmed && !begun.cutsOff) {
        await post(side, at('tunnels', tunnel.id, 'trial', 'confirm'));
        finish(true, `${tunnel.name} is up again: the change stands.`);
        return;
      }
      text(why, begun.cutsOff ? 'Waiting for somebody at that node.' : 'No link was made the new way yet.');
    } catch (problem) {
      if (over) return;
      if (problem.status === 404) { finish(false, begun.cutsOff ? `The trial of ${tunnel.name} is over.` : `${tunnel.name} did not come back with the change within ${SECONDS} s: it was taken back, and the tunnel is as it was.`); return; }
      if (!NOT_NOW.includes(problem.status)) { finish(false, `${problem.message} The node takes the change of ${tunnel.name} back unless somebody keeps it.`); return; }
      text(why, problem.message);
    }
    setTimeout(look, LOOK);
  };
  const retreat = async () => {
    await post(side, at('tunnels', tunnel.id, 'trial', 'back'));
    finish(true, `${tunnel.name} is as it was.`);
    return false;
  };
  fill(place, note('warn', begun.cutsOff ? 'The change is on trial and taken back by itself in ' : 'The change is on trial. The tunnel is dialled anew; unless it is up again, the change is taken back in ', left, '.'));
  dialog.heading(`${tunnel.name} is on trial`);
  dialog.show([place, why], [{label: 'Take it back now', left: true, stay: true, run: retreat}, {label: 'Close; go on waiting', first: true}]);
  text(left, `${SECONDS} s`);
  setTimeout(look, LOOK);
}

/** Asks before a tunnel is stopped: how many connections end, and whether it is the one that is looked through. */
export async function stopTunnel(tunnel, side, stop) {
  const planned = side.far && tunnel.id === side.tunnel ? await plan(side, tunnel, null, true) : null;
  const open = tunnel.traffic.openStreams, ends = open ? `${open === 1 ? 'One open connection ends' : `${open.toLocaleString('en')} open connections end`}, and its endpoints listen no more.` : '';
  if (!planned && !open) { await stop(); return; }
  const dialog = openDialog({title: `Stop ${tunnel.name}?`, body: [h('p', {}, ends)], buttons: [{label: 'Cancel'}, {label: 'Stop', first: true, danger: true, run: stop}]});
  if (planned) showPlan(dialog, side, tunnel, planned, {change: null, stop: true, make: stop, more: ends});
}
