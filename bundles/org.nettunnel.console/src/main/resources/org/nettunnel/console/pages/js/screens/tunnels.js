// The two linked lists: tunnels above, the endpoints of the chosen one below; of this node, or of the one at the other end of a tunnel.
import {at, can} from '../api.js';
import {h, text} from '../dom.js';
import {empty, searchBox, tick} from '../form.js';
import {confirm} from '../dialog.js';
import {bytes, many, millis, number} from '../format.js';
import {button, screen} from '../frame.js';
import {menuButton} from '../menu.js';
import {attempt, done, failed} from '../notice.js';
import {here, post, remove} from '../side.js';
import {endpointProperties, tunnelProperties} from '../properties.js';
import {direction, endpointChip, listenAddress, ping, tunnelAddress, tunnelChip} from '../state.js';
import {Table, actions} from '../table.js';
import {createEndpoint, tryEndpoint} from '../endpoint-wizard.js';
import {stopTunnel, trialActs} from '../trial.js';
import {createTunnel} from '../tunnel-wizard.js';

const named = (name, more) => h('div', {class: 'name-cell'}, h('b', {}, name), more && h('span', {}, more));

/** What somebody may, by his session; the node judges each call by itself. */
function rightsOf(session) {
  const all = session.role === 'administrator', granted = session.grants ?? {tunnels: [], endpoints: []};
  const onTunnel = (tunnel, act) => all || granted.tunnels.some(one => (one.tunnel === '*' || one.tunnel === tunnel) && one.acts.includes(act));
  const onEndpoint = (endpoint, act) => all || endpoint.owner === session.user || act === 'operate' && onTunnel(endpoint.tunnel, act) || granted.endpoints.some(one => one.endpoint === endpoint.id && one.acts.includes(act));
  return {all, onTunnel, onEndpoint};
}

/** side: as in side.js; session: of who is logged in there; query: tunnel, the one to begin with. */
export function lists(side, {session, query}) {
  const {live, refresh, watch} = side;
  const {all: change, onTunnel, onEndpoint} = rightsOf(session);

  const own = tunnel => side.far && tunnel.id === side.tunnel;
  const step = (tunnel, verb, sentence) => attempt(async () => { await post(side, at('tunnels', tunnel.id, verb)); await refresh(); }, sentence);
  const tunnelMenu = tunnel => { const endpoints = onTunnel(tunnel.id, 'endpoints'), operate = onTunnel(tunnel.id, 'operate'); return [
    endpoints && {label: 'Add inbound endpoint…', icon: 'inbound', run: () => createEndpoint(tunnel, 'inbound', null, side)},
    endpoints && {label: 'Add outbound endpoint…', icon: 'outbound', run: () => createEndpoint(tunnel, 'outbound', null, side)},
    endpoints && '-',
    operate && (tunnel.status === 'stopped'
      ? {label: 'Start', icon: 'play', run: () => step(tunnel, 'start', `${tunnel.name} is started.`)}
      : {label: tunnel.traffic.openStreams || own(tunnel) ? 'Stop…' : 'Stop', icon: 'stop', run: () => stopTunnel(tunnel, side, () => step(tunnel, 'stop', `${tunnel.name} is stopped.`)).catch(failed)}),
    operate && can('POST /tunnels/{id}/ping') && {label: 'Ping', icon: 'doctor', off: tunnel.status === 'established' ? null : 'Only while it is established', run: () => pingNow(tunnel, side)},
    operate && {label: 'Cut its links', icon: 'cut', off: tunnel.links.length ? null : 'It has no link', run: () => cut(tunnel, side)},
    can('GET /tunnels/{id}/diagnosis') && {label: 'Why is it slow?', icon: 'slow', run: async () => (await import('../slow.js')).whySlow('tunnels', tunnel.id, tunnel.name, side)},
    operate && !side.far && can('POST /tunnels/{id}/peer') && {label: 'The other end…', icon: 'tunnel', off: tunnel.status === 'established' ? null : 'Only while it is established', run: () => { location.hash = `#/other?tunnel=${tunnel.id}`; }},
    '-',
    ...(change ? trialActs(tunnel, side) : []),
    {label: 'Properties', icon: 'list', run: () => tunnelProperties(tunnel.id, change, side)},
    change && {label: 'Delete tunnel…', icon: 'bin', danger: true, run: () => deleteTunnel(tunnel, side),
      off: own(tunnel) ? 'You look through it: delete it at this node, at both ends' : null}]; };

  const endpointMenu = endpoint => [
    !side.far && {label: 'Live connections', icon: 'link', run: () => { location.hash = `#/connections?endpoint=${endpoint.id}`; }},
    {label: 'Properties', icon: 'list', run: () => endpointProperties(endpoint.id, side)},
    onEndpoint(endpoint, 'operate') && can('POST /endpoints/{id}/try') && {label: 'Try it', icon: 'doctor', run: () => tryEndpoint(endpoint, side)},
    onEndpoint(endpoint, 'change') && '-',
    onEndpoint(endpoint, 'change') && can('POST /endpoints/{id}') && {label: 'Edit…', icon: 'edit', run: () => createEndpoint(live.tunnels.get(endpoint.tunnel), endpoint.direction, endpoint, side)},
    onEndpoint(endpoint, 'change') && {label: 'Delete endpoint…', icon: 'bin', danger: true, run: () => deleteEndpoint(endpoint, side)}];

  const tunnels = new Table([
    {label: 'Name', width: '17%', sort: row => row.name.toLowerCase(), draw: row => named(row.name, row.trial && 'on trial'), sign: row => `${row.name} ${Boolean(row.trial)}`, text: row => row.trial ? `${row.name}, on trial` : row.name},
    {label: 'Direction', width: '112px', sort: row => row.direction, draw: row => direction(row.direction), text: row => row.direction},
    {label: 'Address', width: '23%', mono: true, sort: row => tunnelAddress(row, live.node), text: row => tunnelAddress(row, live.node)},
    {label: 'Endpoints', width: '92px', right: true, sort: row => countOf(row.id), text: row => number(countOf(row.id))},
    {label: 'Sent', width: '96px', right: true, sort: row => row.traffic.sentBytes, text: row => bytes(row.traffic.sentBytes)},
    {label: 'Received', width: '96px', right: true, sort: row => row.traffic.receivedBytes, text: row => bytes(row.traffic.receivedBytes)},
    {label: 'Connections', width: '104px', right: true, sort: row => row.traffic.openStreams, text: row => number(row.traffic.openStreams)},
    {label: 'Status', width: '138px', sort: row => row.status, draw: tunnelChip, sign: row => row.status, text: row => row.status},
    {label: 'Ping', width: '92px', right: true, sort: row => ping(row) ?? Infinity, text: row => ping(row) === null ? '∞' : millis(ping(row))},
    actions(menuButton, row => `Actions of ${row.name}`, tunnelMenu)
  ], {label: 'Tunnels', key: row => row.id, name: row => row.name, menu: tunnelMenu, open: row => tunnelProperties(row.id, change, side), pick: showEndpoints, minWidth: '1040px',
    remove: row => change && row && !own(row) && deleteTunnel(row, side),
    blank: empty('No tunnel', 'Create one here and accept its invite at the other node, or accept an invite that you were given.', change && !side.far && button('Create tunnel', 'plus', createTunnel, 'first'))});

  const list = new Table([
    {label: 'Name', width: '17%', sort: row => row.name.toLowerCase(), draw: row => named(row.name), sign: row => row.name, text: row => row.name},
    {label: 'Direction', width: '112px', sort: row => row.direction, draw: row => direction(row.direction), text: row => row.direction},
    {label: 'Listens on', width: '18%', mono: true, hint: 'Inbound endpoints listen here, outbound ones at the other end', sort: listenAddress, text: listenAddress},
    {label: 'Target', width: '18%', mono: true, sort: row => row.target, text: row => row.target},
    {label: 'Sent', width: '96px', right: true, sort: row => row.traffic.sentBytes, text: row => bytes(row.traffic.sentBytes)},
    {label: 'Received', width: '96px', right: true, sort: row => row.traffic.receivedBytes, text: row => bytes(row.traffic.receivedBytes)},
    {label: 'Current', width: '82px', right: true, hint: 'Connections now', sort: row => row.traffic.open, text: row => number(row.traffic.open)},
    {label: 'Total', width: '82px', right: true, hint: 'Connections since the node started', sort: row => row.traffic.total, text: row => number(row.traffic.total)},
    {label: 'Status', width: '118px', sort: row => row.here.state, draw: endpointChip, sign: row => `${row.here.state} ${row.there?.state}`, text: row => row.here.state},
    actions(menuButton, row => `Actions of ${row.name}`, endpointMenu)
  ], {label: 'Endpoints', key: row => row.id, name: row => row.name, menu: endpointMenu, open: row => endpointProperties(row.id, side), minWidth: '1040px', remove: row => row && onEndpoint(row, 'change') && deleteEndpoint(row, side)});

  const heading = h('h2', {}, 'Endpoints'), of = h('span', {class: 'soft small'});
  const addIn = button('Add inbound', 'inbound', () => createEndpoint(tunnels.chosen, 'inbound', null, side)), addOut = button('Add outbound', 'outbound', () => createEndpoint(tunnels.chosen, 'outbound', null, side));
  const countOf = tunnel => [...live.endpoints.values()].filter(endpoint => endpoint.tunnel === tunnel).length;

  function showEndpoints(tunnel) {
    addIn.disabled = addOut.disabled = !tunnel || !onTunnel(tunnel.id, 'endpoints');
    text(of, tunnel ? `of ${tunnel.name}` : '');
    list.rows = tunnel ? [...live.endpoints.values()].filter(endpoint => endpoint.tunnel === tunnel.id) : [];
    list.blank(tunnel ? empty('No endpoint', 'An inbound endpoint listens at this node and leads to a target at the other end; an outbound endpoint listens there and leads to a target here.')
      : empty('No tunnel is chosen', 'Choose a tunnel above to see its endpoints.'));
  }

  let first = true;
  const end = watch(state => {
    tunnels.rows = [...state.tunnels.values()];
    if (first && state.tunnels.size > 0) {
      first = false;
      const wanted = query.get('tunnel');
      const busy = one => (one.status === 'established' ? 0 : 1e6) - countOf(one.id);
      tunnels.choose(state.tunnels.has(wanted) ? wanted : [...state.tunnels.values()].sort((a, b) => busy(a) - busy(b) || a.name.localeCompare(b.name))[0].id);
    }
    showEndpoints(tunnels.chosen);
  });

  const element = h('div', {class: 'split'},
      h('section', {class: 'card pane', 'aria-label': 'Tunnels'}, h('header', {}, h('h2', {}, 'Tunnels'), searchBox('Search tunnels', words => { tunnels.words = words; })), tunnels.element),
      h('section', {class: 'card pane', 'aria-label': 'Endpoints of the chosen tunnel'}, h('header', {}, h('div', {class: 'title'}, heading, of),
        h('div', {class: 'line'}, (change || (session.grants?.tunnels ?? []).some(one => one.acts.includes('endpoints'))) && [addIn, addOut])), list.element));
  return {element, close() { end(); tunnels.close(); list.close(); }};
}

export async function open({user, administrator, query}) {
  const shown = lists(here, {session: user, query});
  const element = screen('Tunnels and endpoints', null, administrator ? [button('Create tunnel', 'plus', createTunnel, 'first')] : [], shown.element);
  element.classList.add('full');
  return {element, close: shown.close};
}

async function pingNow(tunnel, side) {
  await attempt(async () => {
    const answer = await post(side, at('tunnels', tunnel.id, 'ping'));
    done(`${tunnel.name} answered in ${millis(answer.millis)}.`);
    await side.refresh();
  });
}

function cut(tunnel, side) {
  confirm({title: `Cut the links of ${tunnel.name}?`, sentence: `They are made anew at once. Its connections wait meanwhile, up to ${tunnel.outage.graceSeconds} s; this shows whether they survive.`, button: 'Cut', danger: false,
    run: async () => { const answer = await post(side, at('tunnels', tunnel.id, 'cut')); done(`${many(answer.links, 'link')} cut.`); await side.refresh(); }});
}

function deleteTunnel(tunnel, side) {
  const both = tick('At the other end too', tunnel.status === 'established', tunnel.status === 'established' ? 'Otherwise it is left there without its peer.' : 'Only while the tunnel is established.');
  both.input.disabled = tunnel.status !== 'established';
  const open = tunnel.traffic.openStreams;
  confirm({title: `Delete ${tunnel.name}?`, sentence: `The tunnel and its endpoints are removed${open ? `, and ${many(open, 'open connection')} end` : ''}.`, button: 'Delete tunnel', extra: side.far ? [] : [both.element],
    run: async () => { await remove(side, `${at('tunnels', tunnel.id)}${both.value && !side.far ? '?both=true' : ''}`); done(`${tunnel.name} is deleted.`); await side.refresh(); }});
}

function deleteEndpoint(endpoint, side) {
  confirm({title: `Delete ${endpoint.name}?`, sentence: `It is removed at both ends${endpoint.traffic.open ? `, and ${many(endpoint.traffic.open, 'open connection')} end` : ''}.`, button: 'Delete endpoint',
    run: async () => { await remove(side, at('endpoints', endpoint.id)); done(`${endpoint.name} is deleted.`); await side.refresh(); }});
}
