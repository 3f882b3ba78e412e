// Live connections: search, sort, disconnect, ask why one is slow. Of thousands the node finds and sorts those that are shown.
import {at, can} from '../api.js';
import {h, text} from '../dom.js';
import {empty, facts, searchBox} from '../form.js';
import {confirm, openDialog} from '../dialog.js';
import {ago, bytes, capital, many, moment} from '../format.js';
import {button, screen} from '../frame.js';
import {menuButton} from '../menu.js';
import {attempt, failed} from '../notice.js';
import {get, here, remove} from '../side.js';
import {chip, direction} from '../state.js';
import {Table, actions} from '../table.js';

/** FAR_MOST: an answer that comes through a tunnel has at most 1 MiB. */
const PERIOD = 2000, PAGE = 200, MOST = 1000, FAR_MOST = 500;
/** By the columns of the table, as the node sorts. */
const SORTS = [['client', '-client'], ['endpoint', '-endpoint'], ['tunnel', '-tunnel'], ['direction', '-direction'], ['target', '-target'], ['received', '-received'], ['sent', '-sent'], ['-since', 'since'], ['state', '-state']];
const KINDS = {open: ['good', 'good'], dialling: ['told', 'wait'], 'half-closed': ['', 'stop'], closing: ['', 'stop']};

/** side: the node whose connections they are, as in side.js. */
export async function open({query, administrator, side = here}) {
  const most = side.far ? FAR_MOST : MOST;
  const endpoint = query.get('endpoint');
  const menu = stream => [
    {label: 'Properties', icon: 'list', run: () => properties(stream)},
    can('GET /streams/{id}/diagnosis') && {label: 'Why is it slow?', icon: 'slow', run: async () => (await import('../slow.js')).whySlow('streams', stream.id, `${stream.client} at ${stream.endpointName}`, side)},
    '-', {label: 'Disconnect…', icon: 'cut', danger: true, run: () => disconnect(stream)}];
  const table = new Table([
    {label: 'Client', width: '17%', mono: true, sort: row => row.client, text: row => row.client},
    {label: 'Endpoint', width: '15%', sort: row => row.endpointName.toLowerCase(), text: row => row.endpointName},
    {label: 'Tunnel', width: '13%', sort: row => row.tunnelName.toLowerCase(), text: row => row.tunnelName},
    {label: 'Direction', width: '114px', sort: row => row.direction, draw: row => direction(row.direction), text: row => row.direction},
    {label: 'Target', width: '15%', mono: true, sort: row => row.target, text: row => row.target || '–'},
    {label: 'Received', width: '92px', right: true, sort: row => row.receivedBytes, text: row => bytes(row.receivedBytes)},
    {label: 'Sent', width: '92px', right: true, sort: row => row.sentBytes, text: row => bytes(row.sentBytes)},
    {label: 'For', width: '96px', right: true, sort: row => -Date.parse(row.since), text: row => ago(row.since)},
    {label: 'State', width: '120px', sort: row => row.state, draw: row => chip(...(KINDS[row.state] ?? ['', 'dot']), capital(row.state)), sign: row => row.state, text: row => row.state},
    actions(menuButton, row => `Actions of ${row.client}`, menu)
  ], {label: 'Live connections', key: row => row.id, name: row => `${row.client} at ${row.endpointName}`, menu, open: properties, remove: row => row && disconnect(row), minWidth: '940px', sort: [7, false],
    onSort: (column, down) => { sort = SORTS[column][Number(down)]; load(); },
    blank: empty('Nobody is connected', 'Connections appear here while they last.')});
  const count = h('span', {class: 'soft small', 'aria-live': 'off'});
  const many_ = button('Disconnect all found…', 'cut', () => disconnectAll(), 'danger');
  const more = button('Show more', 'down', () => { limit = most; load(); });
  let timer = null, closed = false, words = '', sort = '-since', limit = PAGE, turn = 0, found = 0;
  const asked = further => `/streams?${new URLSearchParams({limit: String(limit), sort, ...(words ? {filter: words} : {}), ...(endpoint ? {endpoint} : {}), ...further})}`;

  async function load() {
    clearTimeout(timer);
    const mine = ++turn;
    try {
      const page = await get(side, asked({}));
      if (closed || mine !== turn) return;
      found = page.found;
      table.rows = page.streams;
      tell(page.streams.length);
    } catch (problem) {
      if (problem.status !== 0 && problem.status !== 401) failed(problem);
    }
    if (!closed && mine === turn) timer = setTimeout(load, PERIOD);
  }

  function tell(shown) {
    const all = `${many(found, 'connection')}${words ? ' found' : ''}`;
    text(count, shown < found ? `${shown.toLocaleString('en')} of ${all}` : all);
    more.hidden = shown >= found || limit === most;
    many_.disabled = found === 0;
  }

  function disconnect(stream) {
    confirm({title: 'Disconnect?', sentence: `${stream.client} is cut off from ${stream.endpointName} at once; what was on the way is lost.`, button: 'Disconnect',
      run: async () => { await remove(side, at('streams', stream.id)); await load(); }});
  }

  /** Those that are found, with those that are not shown. */
  async function everyOne() {
    const every = [];
    for (let cursor = null, page; !page || (cursor = page.next); ) {
      page = await get(side, asked({limit: String(most), ...(cursor ? {cursor} : {})}));
      every.push(...page.streams);
    }
    return every;
  }

  function disconnectAll() {
    confirm({title: `Disconnect ${many(found, 'connection')}?`, sentence: 'They are cut off at once; what was on the way is lost.', button: 'Disconnect', run: () => attempt(async () => {
      const every = await everyOne();
      for (let i = 0; i < every.length; i += 4) await Promise.all(every.slice(i, i + 4).map(stream => remove(side, at('streams', stream.id)).catch(problem => { if (problem.status !== 404) throw problem; })));
      await load();
    }, 'They are cut off.')});
  }

  let wait = null;
  const search = given => { words = given; clearTimeout(wait); wait = setTimeout(load, 250); };
  load();
  const element = screen('Live connections', endpoint ? 'Of one endpoint.' : null, [endpoint && button('Show all', 'list', () => { location.hash = '#/connections'; }), administrator && many_].filter(Boolean),
    h('section', {class: 'card pane fill', 'aria-label': 'Live connections'}, h('header', {}, searchBox('Search client, endpoint, tunnel, target', search), h('div', {class: 'line'}, count, more)), table.element));
  element.classList.add('full');
  return {element, close() { closed = true; clearTimeout(timer); clearTimeout(wait); table.close(); }};
}

function properties(stream) {
  const squeezed = one => one.plainBytes ? `${bytes(one.plainBytes)} travelled as ${bytes(one.wireBytes)} (${one.ratio} to 1)` : 'nothing';
  openDialog({title: 'Connection', body: [facts([['Client', stream.client], ['Target', stream.target || 'known at the other end'], ['Endpoint', stream.endpointName], ['Tunnel', stream.tunnelName],
    ['Direction', capital(stream.direction)], ['State', capital(stream.state)], ['Since', moment(stream.since)], ['Received', bytes(stream.receivedBytes)], ['Sent', bytes(stream.sentBytes)],
    ['Compression', `${stream.compression.with}${stream.compression.decision ? `: ${stream.compression.decision}` : ''}`], ['Compressed, sent', squeezed(stream.compression.sent)],
    ['Compressed, received', squeezed(stream.compression.received)], ['Id', h('code', {}, stream.id)]])],
  buttons: [{label: 'Close', first: true}]});
}
