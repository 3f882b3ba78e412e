// Who changed what: the audit log, and whether it is whole.
import {can} from '../api.js';
import {fill, h, text} from '../dom.js';
import {empty, facts, note, searchBox} from '../form.js';
import {openDialog} from '../dialog.js';
import {moment, number} from '../format.js';
import {button, screen} from '../frame.js';
import {failed} from '../notice.js';
import {get, here} from '../side.js';
import {chip} from '../state.js';
import {Table} from '../table.js';

/** An answer that comes through a tunnel has at most 1 MiB, and an entry what was before and after it. */
const PAGE = 500, FAR_PAGE = 100;

/** side: the node whose audit log it is, as in side.js. */
export async function open({side = here}) {
  const verdict = h('div', {'aria-live': 'polite'}), count = h('span', {class: 'soft small'});
  let entries = [], more = true, words = '', wait = null;
  const result = row => {
    const [word, ...why] = row.result.split(':'), kind = {done: ['good', 'good'], asked: ['told', 'wait']}[word] ?? ['bad', 'bad'];
    return [chip(...kind, word), ' ', why.join(':')];
  };
  const table = new Table([
    {label: 'No.', width: '76px', right: true, sort: row => row.seq, text: row => number(row.seq)},
    {label: 'At', width: '184px', sort: row => row.at, text: row => moment(row.at)},
    {label: 'Who', width: '13%', sort: row => row.user, text: row => row.user},
    {label: 'From', width: '13%', mono: true, sort: row => row.from, text: row => row.from},
    {label: 'Did', width: '22%', sort: row => row.action, text: row => row.action},
    {label: 'What', sort: row => row.object, text: row => row.object || '–'},
    {label: 'Result', width: '19%', sort: row => row.result, draw: result, sign: row => row.result, text: row => row.result}
  ], {label: 'Audit entries', key: row => row.seq, name: row => `Entry ${row.seq}`, sort: [0, true], open: properties, minWidth: '820px', menu: row => [{label: 'Properties', icon: 'list', run: () => properties(row)}],
    blank: empty('No entry', 'Nothing fits.')});
  const older = button('Load older', 'down', () => load(false).catch(failed));

  async function load(anew) {
    const asked = new URLSearchParams({limit: String(side.far ? FAR_PAGE : PAGE)});
    if (!anew && entries.length) asked.set('before', String(Math.min(...entries.map(entry => entry.seq))));
    if (words) asked.set('filter', words);
    const page = await get(side, `/audit?${asked}`);
    entries = anew ? page.entries : [...entries, ...page.entries];
    more = page.next !== null;
    table.rows = entries;
    older.disabled = !more;
    text(count, `${number(entries.length)} entries`);
  }

  async function verify() {
    fill(verdict, note('', 'Every entry is read and its hash compared…'));
    try {
      const answer = await get(side, '/audit/verify');
      fill(verdict, answer.good ? note('good', answer.sentence, h('div', {class: 'small wrap'}, 'Hash of the newest, to be noted elsewhere: ', h('code', {}, answer.head)))
        : note('bad', 'The audit log is not as it was written.', h('ul', {}, answer.problems.map(problem => h('li', {class: 'wrap'}, problem)))));
    } catch (problem) {
      fill(verdict, note('bad', problem.message));
    }
  }

  await load(true);
  const element = screen('Audit', 'Every change, every login, and who made it. Each entry holds the hash of the one before, so that none can be changed unseen.', [can('GET /audit/verify') && button('Verify', 'audit', verify, 'first')].filter(Boolean), verdict,
    h('section', {class: 'card pane fill', 'aria-label': 'Audit entries'}, h('header', {}, searchBox('Search the audit log', given => { words = given; clearTimeout(wait); wait = setTimeout(() => load(true).catch(failed), 250); }), h('div', {class: 'line'}, count, older)), table.element));
  element.classList.add('full');
  return {element, close() { clearTimeout(wait); table.close(); }};
}

function properties(entry) {
  openDialog({title: `Entry ${entry.seq}`, wide: true, body: [facts([['At', moment(entry.at)], ['Who', entry.user], ['From', entry.from], ['Did', entry.action], ['What', entry.object || '–'],
    entry.before && ['Before', h('code', {class: 'wrap'}, entry.before)], entry.after && ['After', h('code', {class: 'wrap'}, entry.after)], ['Result', entry.result], ['Hash', h('code', {class: 'wrap'}, entry.hash)]])], buttons: [{label: 'Close', first: true}]});
}
