// Live connections: search, sort, disconnect, ask why one is slow.
import {all, at, can, remove} from '../api.js';
import {h, text} from '../dom.js';
import {empty, facts, searchBox} from '../form.js';
import {confirm, openDialog} from '../dialog.js';
import {ago, bytes, capital, many, moment} from '../format.js';
import {button, screen} from '../frame.js';
import {menuButton} from '../menu.js';
import {attempt, failed} from '../notice.js';
import {chip, direction} from '../state.js';
import {Table, actions} from '../table.js';

const PERIOD = 2000;
const KINDS = {open: ['good', 'good'], dialling: ['told', 'wait'], 'half-closed': ['', 'stop'], closing: ['', 'stop']};

export async function open({query, administrator}) {
  const endpoint = query.get('endpoint');
  const menu = stream => [
    {label: 'Properties', icon: 'list', run: () => properties(stream)},
    can('GET /streams/{id}/diagnosis') && {label: 'Why is it slow?', icon: 'slow', run: async () => (await import('../slow.js')).whySlow('streams', stream.id, `${stream.client} at ${stream.endpointName}`)},
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
    words: row => `${row.client} ${row.endpointName} ${row.tunnelName} ${row.target} ${row.state} ${row.direction}`,
    blank: empty('Nobody is connected', 'Connections appear here while they last.')});
  const count = h('span', {class: 'soft small', 'aria-live': 'off'});
  const many_ = button('Disconnect all shown…', 'cut', () => disconnectAll(), 'danger');
  let timer = null, closed = false, words = '', streams = [];

  async function load() {
    clearTimeout(timer);
    try {
      streams = (await all('/streams', 'streams', 20000)).filter(stream => !endpoint || stream.endpoint === endpoint);
      if (closed) return;
      table.rows = streams;
      tell();
    } catch (problem) {
      if (problem.status !== 0 && problem.status !== 401) failed(problem);
    }
    // a node answers ten calls a second, and a thousand connections a call
    if (!closed) timer = setTimeout(load, Math.max(PERIOD, streams.length * 0.4));
  }

  function tell() {
    text(count, words ? `${table.count.toLocaleString('en')} of ${many(streams.length, 'connection')}` : many(streams.length, 'connection'));
    many_.disabled = table.count === 0;
  }

  function disconnect(stream) {
    confirm({title: 'Disconnect?', sentence: `${stream.client} is cut off from ${stream.endpointName} at once; what was on the way is lost.`, button: 'Disconnect',
      run: async () => { await remove(at('streams', stream.id)); await load(); }});
  }

  function disconnectAll() {
    const shown = streams.filter(stream => !words || `${stream.client} ${stream.endpointName} ${stream.tunnelName} ${stream.target} ${stream.state} ${stream.direction}`.toLowerCase().includes(words));
    confirm({title: `Disconnect ${many(shown.length, 'connection')}?`, sentence: 'They are cut off at once; what was on the way is lost.', button: 'Disconnect', run: () => attempt(async () => {
      for (let i = 0; i < shown.length; i += 4) await Promise.all(shown.slice(i, i + 4).map(stream => remove(at('streams', stream.id)).catch(problem => { if (problem.status !== 404) throw problem; })));
      await load();
    }, `${many(shown.length, 'connection')} cut off.`)});
  }

  load();
  const element = screen('Live connections', endpoint ? 'Of one endpoint.' : null, [endpoint && button('Show all', 'list', () => { location.hash = '#/connections'; }), administrator && many_].filter(Boolean),
    h('section', {class: 'card pane fill', 'aria-label': 'Live connections'}, h('header', {}, searchBox('Search client, endpoint, tunnel, target', given => { words = given; table.words = given; tell(); }), count), table.element));
  element.classList.add('full');
  return {element, close() { closed = true; clearTimeout(timer); table.close(); }};
}

function properties(stream) {
  const squeezed = one => one.plainBytes ? `${bytes(one.plainBytes)} travelled as ${bytes(one.wireBytes)} (${one.ratio} to 1)` : 'nothing';
  openDialog({title: 'Connection', body: [facts([['Client', stream.client], ['Target', stream.target || 'known at the other end'], ['Endpoint', stream.endpointName], ['Tunnel', stream.tunnelName],
    ['Direction', capital(stream.direction)], ['State', capital(stream.state)], ['Since', moment(stream.since)], ['Received', bytes(stream.receivedBytes)], ['Sent', bytes(stream.sentBytes)],
    ['Compression', `${stream.compression.with}${stream.compression.decision ? `: ${stream.compression.decision}` : ''}`], ['Compressed, sent', squeezed(stream.compression.sent)],
    ['Compressed, received', squeezed(stream.compression.received)], ['Id', h('code', {}, stream.id)]])],
  buttons: [{label: 'Close', first: true}]});
}
