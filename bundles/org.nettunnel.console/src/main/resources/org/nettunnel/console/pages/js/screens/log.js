// The node's log as it is written.
import {can} from '../api.js';
import {fill, h, text} from '../dom.js';
import {searchBox} from '../form.js';
import {clock} from '../format.js';
import {button, screen} from '../frame.js';
import {failed} from '../notice.js';
import {get, here} from '../side.js';

const PERIOD = 3000, MOST = 2000, RANK = {trace: 0, debug: 1, info: 2, warning: 3, error: 4};

/** side: the node whose log it is, as in side.js; another's is looked at every few seconds, since events do not come through a tunnel. */
export async function open({side = here}) {
  const list = h('div', {class: 'log', tabindex: '0', role: 'log', 'aria-label': 'Log', 'aria-live': 'off'}), count = h('span', {class: 'soft small'});
  const level = h('select', {class: 'select', 'aria-label': 'Least level'}, [['info', 'Info and worse'], ['warning', 'Warnings and errors'], ['error', 'Errors only'], ['trace', 'Everything']].map(([value, words]) => h('option', {value}, words)));
  level.style.width = '190px';
  let words = '', paused = false, source = null, timer = null, lines = [];
  const shows = line => (RANK[line.level.toLowerCase()] ?? 2) >= RANK[level.value] && (!words || `${line.logger} ${line.text}`.toLowerCase().includes(words));
  const element = line => h('div', {class: `${line.level.toLowerCase()}`}, h('time', {datetime: line.at, title: line.at}, clock(line.at)), h('span', {class: 'level'}, line.level.toLowerCase()), h('span', {class: 'text'}, h('span', {class: 'soft'}, line.logger.replace('org.nettunnel.', ''), ' '), line.text));
  const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < 40;

  function redraw() {
    const shown = lines.filter(shows);
    fill(list, shown.map(element));
    list.scrollTop = list.scrollHeight;
    text(count, `${shown.length.toLocaleString('en')} lines`);
  }

  function append(line) {
    lines.push(line);
    if (lines.length > MOST) lines = lines.slice(-MOST / 2);
    if (paused || !shows(line)) return;
    const follow = atEnd();
    list.append(element(line));
    while (list.children.length > MOST) list.firstChild.remove();
    if (follow) list.scrollTop = list.scrollHeight;
    text(count, `${list.children.length.toLocaleString('en')} lines`);
  }

  const pause = button('Pause', 'stop', () => {
    paused = !paused;
    pause.setAttribute('aria-pressed', String(paused));
    if (!paused) redraw();
  });
  pause.setAttribute('aria-pressed', 'false');
  level.addEventListener('change', redraw);
  const PAGE = `/log?limit=${side.far ? 500 : 1000}&level=trace`;
  const again = async () => { lines = (await get(side, PAGE)).lines; if (!paused) redraw(); };
  lines = (await get(side, PAGE)).lines;
  if (side.far) timer = setInterval(() => again().catch(() => {}), PERIOD);
  else if (can('GET /events')) {
    source = new EventSource('/api/v1/events?types=log');
    source.addEventListener('log', event => append(JSON.parse(event.data)));
    source.addEventListener('gap', () => again().catch(failed));
  }
  const shell = screen('Log', side.far ? 'The newest lines are below. They are asked for every few seconds: events do not come through a tunnel.' : 'The newest lines are below. Secrets are never written to it.', [],
    h('section', {class: 'card pane fill', 'aria-label': 'Log lines'}, h('header', {}, h('div', {class: 'line grow'}, searchBox('Search the log', given => { words = given; redraw(); }), level, pause, button('Clear', 'bin', () => { lines = []; redraw(); })), count), list));
  shell.classList.add('full');
  redraw();
  return {element: shell, shown: () => { list.scrollTop = list.scrollHeight; }, close() { source?.close(); clearInterval(timer); }};
}
