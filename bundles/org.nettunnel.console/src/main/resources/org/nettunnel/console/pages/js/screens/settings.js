// How this node behaves: what it would rather use, and its settings with their defaults.
import {can} from '../api.js';
import {fill, h} from '../dom.js';
import {searchBox, tick} from '../form.js';
import {confirm} from '../dialog.js';
import {button, screen} from '../frame.js';
import {icon} from '../icons.js';
import {attempt, done} from '../notice.js';
import {get, here, post} from '../side.js';
import {chip} from '../state.js';

const KINDS = {offered: ['good', 'good'], spare: ['', 'dot'], testing: ['told', 'wait'], refused: ['bad', 'bad']};

/** side: the node whose settings they are, as in side.js. */
export async function open({side = here}) {
  const parts = h('div', {class: 'stack'});
  const element = screen('Settings', 'Every setting says what it does and what it usually is.', [can('POST /restart') && button('Restart node…', 'refresh', () => restart(side))].filter(Boolean), parts);
  await draw();

  async function draw() {
    const suites = await get(side, '/suites');
    const settings = can('GET /settings') ? await side.exchange('GET', '/settings') : null;
    fill(parts, settings && settingsCard(settings, draw, side),
      preferenceCard('Ciphers', suites.suites, 'suites', suites, draw, side), preferenceCard('Compressions', suites.compressions, 'compressions', suites, draw, side));
  }
  return {element};
}

function preferenceCard(title, list, field, all, draw, side) {
  const order = list.map(one => one.name);
  const usual = list.every(one => one.preferred === 0);
  const move = (name, by) => {
    const from = order.indexOf(name), to = from + by, next = [...order];
    next.splice(from, 1);
    next.splice(to, 0, name);
    return attempt(async () => { await post(side, '/suites/preference', body(field, next)); await draw(); }, `${name} is moved ${by < 0 ? 'up' : 'down'}.`);
  };
  const byName = new Map(list.map(one => [one.name, one]));
  const legacy = field === 'suites' && list.some(one => one.legacy);
  const allow = legacy && tick('Allow legacy ciphers alone', all.preference.allowInsecureLegacy, 'Only where the other end allows it too. They do not protect against a determined attacker.');
  allow && allow.input.addEventListener('change', () => attempt(async () => { await post(side, '/suites/preference', body('allowInsecureLegacy', allow.value)); await draw(); }));
  return h('section', {class: 'card'}, h('header', {}, h('div', {}, h('h2', {}, title), h('p', {class: 'soft small'}, usual ? 'In the usual order, the best first. Both ends agree on one that both have.' : 'In the order that was chosen here.')),
    !usual && button('Usual order', 'refresh', () => attempt(async () => { await post(side, '/suites/preference', body(field, [])); await draw(); }, 'The usual order holds again.'))),
    h('table', {class: 'plain-table'}, h('thead', {}, h('tr', {}, ['Name', 'State', 'Why', 'Links now', 'Order'].map(name => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, order.map((name, index) => { const one = byName.get(name); return h('tr', {}, h('td', {}, h('b', {}, one.name), one.legacy && h('span', {class: 'soft'}, ' legacy')), h('td', {}, chip(...(KINDS[one.state] ?? ['', 'dot']), one.state)),
        h('td', {class: 'wrap soft'}, one.reason), h('td', {}, one.links), h('td', {}, h('div', {class: 'line'},
          h('button', {type: 'button', class: 'button tiny icon-only', 'aria-label': `Move ${one.name} up`, disabled: index === 0, on: {click: () => move(name, -1)}}, icon('up')),
          h('button', {type: 'button', class: 'button tiny icon-only', 'aria-label': `Move ${one.name} down`, disabled: index === order.length - 1, on: {click: () => move(name, 1)}}, icon('down'))))); }))),
    allow && h('div', {class: 'body'}, allow.element));
}

const body = (field, value) => ({suites: null, compressions: null, allowInsecureLegacy: null, [field]: value});

const usual = one => one.byDefault;

function settingsCard({value, etag}, draw, side) {
  const inputs = new Map(), rows = h('div');
  for (const one of value.settings) {
    const input = inputFor(one);
    inputs.set(one.key, input);
    rows.append(h('div', {class: 'setting', 'data-words': `${one.key} ${one.explained}`.toLowerCase()}, h('div', {}, h('div', {class: 'key'}, one.key), h('p', {class: 'soft small'}, one.explained)),
      h('div', {class: 'stack tight'}, input.element, h('span', {class: 'soft small wrap'}, `Usually ${usual(one) === '' ? 'empty' : usual(one)}${one.range ? `; ${one.range}` : ''}${one.needsRestart ? '; needs a restart' : ''}`),
        one.waits && chip('warn', 'wait', 'Waits for a restart'), one.override && h('span', {class: 'small'}, `The system property ${one.override} wins over it.`))));
  }
  const save = button('Save changes', 'good', () => attempt(async () => {
    const values = {};
    for (const [key, input] of inputs) if (input.changed()) values[key] = input.given();
    if (Object.keys(values).length === 0) { done('Nothing was changed.'); return; }
    await side.exchange('POST', '/settings', {values}, {ifMatch: etag});
    const again = value.settings.some(one => one.key in values && one.needsRestart);
    done(again ? 'Saved; it takes effect when the node is restarted.' : 'Saved.');
    await draw();
  }), 'first');
  return h('section', {class: 'card'}, h('header', {}, h('h2', {}, 'Node'), h('div', {class: 'line grow'}, searchBox('Search settings', words => { for (const row of rows.children) row.hidden = words !== '' && !row.dataset.words.includes(words); })), save), rows);
}

function inputFor(one) {
  const shown = one.value ?? '';
  const input = one.choices.length ? h('select', {class: 'select', 'aria-label': one.key, 'data-field': one.key}, h('option', {value: ''}, 'as usual'), one.choices.map(value => h('option', {value}, value)))
    : h('input', {class: 'input', 'aria-label': one.key, 'data-field': one.key, placeholder: usual(one), autocomplete: 'off', spellcheck: 'false'});
  input.value = shown;
  return {element: input, changed: () => input.value.trim() !== shown, given: () => input.value.trim() === '' ? null : input.value.trim()};
}

function restart(side) {
  confirm({title: 'Restart this node?', button: 'Restart',
    sentence: side.far ? 'The tunnel you look through is lost for a moment, and your login there with it.' : 'Connections through it end, unless the other ends wait for them. The console comes back by itself.', run: async () => {
    await post(side, '/restart');
    done('The node is starting anew.');
    setTimeout(side.refresh, 3000);
  }});
}
