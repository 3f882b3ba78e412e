// The two linked lists: tunnels above, the endpoints of the chosen one below.
import {accessOf, at, can, post, remove} from '../api.js';
import {h, text} from '../dom.js';
import {empty, searchBox} from '../form.js';
import {confirm} from '../dialog.js';
import {bytes, many, millis, number} from '../format.js';
import {button, screen} from '../frame.js';
import {live, refresh, watch} from '../live.js';
import {menuButton} from '../menu.js';
import {attempt, done} from '../notice.js';
import {endpointProperties, tunnelProperties} from '../properties.js';
import {direction, endpointChip, listenAddress, ping, tunnelAddress, tunnelChip} from '../state.js';
import {Table, actions} from '../table.js';
import {createEndpoint} from '../endpoint-wizard.js';
import {createTunnel} from '../tunnel-wizard.js';

const named = name => h('div', {class: 'name-cell'}, h('b', {}, name));

export async function open({administrator, query}) {
  const ownEndpoints = accessOf('POST /endpoints') !== 'ADMINISTRATOR' && can('POST /endpoints');
  const change = administrator, operate = administrator || ['OPERATE', 'CHANGE'].includes(accessOf('POST /tunnels/{id}/start')), endpoints = administrator || ownEndpoints;

  const step = (tunnel, verb, sentence) => attempt(async () => { await post(at('tunnels', tunnel.id, verb)); await refresh(); }, sentence);
  const tunnelMenu = tunnel => [
    endpoints && {label: 'Add inbound endpoint…', icon: 'inbound', run: () => createEndpoint(tunnel, 'inbound')},
    endpoints && {label: 'Add outbound endpoint…', icon: 'outbound', run: () => createEndpoint(tunnel, 'outbound')},
    endpoints && '-',
    operate && (tunnel.status === 'stopped'
      ? {label: 'Start', icon: 'play', run: () => step(tunnel, 'start', `${tunnel.name} is started.`)}
      : {label: 'Stop', icon: 'stop', run: () => step(tunnel, 'stop', `${tunnel.name} is stopped.`)}),
    can('POST /tunnels/{id}/ping') && {label: 'Ping', icon: 'doctor', off: tunnel.status === 'established' ? null : 'Only while it is established', run: () => pingNow(tunnel)},
    operate && {label: 'Cut its links', icon: 'cut', off: tunnel.links.length ? null : 'It has no link', run: () => cut(tunnel)},
    can('GET /tunnels/{id}/diagnosis') && {label: 'Why is it slow?', icon: 'slow', run: async () => (await import('../slow.js')).whySlow('tunnels', tunnel.id, tunnel.name)},
    '-',
    {label: 'Properties', icon: 'list', run: () => tunnelProperties(tunnel.id, change)},
    change && {label: 'Delete tunnel…', icon: 'bin', danger: true, run: () => deleteTunnel(tunnel)}];

  const endpointMenu = endpoint => [
    {label: 'Live connections', icon: 'link', run: () => { location.hash = `#/connections?endpoint=${endpoint.id}`; }},
    {label: 'Properties', icon: 'list', run: () => endpointProperties(endpoint.id)},
    endpoints && '-',
    endpoints && can('POST /endpoints/{id}') && {label: 'Edit…', icon: 'edit', run: () => createEndpoint(live.tunnels.get(endpoint.tunnel), endpoint.direction, endpoint)},
    endpoints && {label: 'Delete endpoint…', icon: 'bin', danger: true, run: () => deleteEndpoint(endpoint)}];

  const tunnels = new Table([
    {label: 'Name', width: '17%', sort: row => row.name.toLowerCase(), draw: row => named(row.name), sign: row => row.name, text: row => row.name},
    {label: 'Direction', width: '112px', sort: row => row.direction, draw: row => direction(row.direction), text: row => row.direction},
    {label: 'Address', width: '23%', mono: true, sort: row => tunnelAddress(row, live.node), text: row => tunnelAddress(row, live.node)},
    {label: 'Endpoints', width: '92px', right: true, sort: row => countOf(row.id), text: row => number(countOf(row.id))},
    {label: 'Sent', width: '96px', right: true, sort: row => row.traffic.sentBytes, text: row => bytes(row.traffic.sentBytes)},
    {label: 'Received', width: '96px', right: true, sort: row => row.traffic.receivedBytes, text: row => bytes(row.traffic.receivedBytes)},
    {label: 'Connections', width: '104px', right: true, sort: row => row.traffic.openStreams, text: row => number(row.traffic.openStreams)},
    {label: 'Status', width: '138px', sort: row => row.status, draw: tunnelChip, sign: row => row.status, text: row => row.status},
    {label: 'Ping', width: '92px', right: true, sort: row => ping(row) ?? Infinity, text: row => ping(row) === null ? '∞' : millis(ping(row))},
    actions(menuButton, row => `Actions of ${row.name}`, tunnelMenu)
  ], {label: 'Tunnels', key: row => row.id, name: row => row.name, menu: tunnelMenu, open: row => tunnelProperties(row.id, change), pick: showEndpoints, minWidth: '920px',
    remove: row => change && row && deleteTunnel(row),
    blank: empty('No tunnel', 'Create one here and accept its invite at the other node, or accept an invite that you were given.', change && button('Create tunnel', 'plus', createTunnel, 'first'))});

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
  ], {label: 'Endpoints', key: row => row.id, name: row => row.name, menu: endpointMenu, open: row => endpointProperties(row.id), minWidth: '920px', remove: row => endpoints && row && deleteEndpoint(row)});

  const heading = h('h2', {}, 'Endpoints'), of = h('span', {class: 'soft small'});
  const addIn = button('Add inbound', 'inbound', () => createEndpoint(tunnels.chosen, 'inbound')), addOut = button('Add outbound', 'outbound', () => createEndpoint(tunnels.chosen, 'outbound'));
  const countOf = tunnel => [...live.endpoints.values()].filter(endpoint => endpoint.tunnel === tunnel).length;

  function showEndpoints(tunnel) {
    addIn.disabled = addOut.disabled = !tunnel;
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

  const element = screen('Tunnels and endpoints', null, change ? [button('Create tunnel', 'plus', createTunnel, 'first')] : [],
    h('div', {class: 'split'},
      h('section', {class: 'card pane', 'aria-label': 'Tunnels'}, h('header', {}, h('h2', {}, 'Tunnels'), searchBox('Search tunnels', words => { tunnels.words = words; })), tunnels.element),
      h('section', {class: 'card pane', 'aria-label': 'Endpoints of the chosen tunnel'}, h('header', {}, h('div', {class: 'title'}, heading, of),
        h('div', {class: 'line'}, endpoints && [addIn, addOut])), list.element)));
  element.classList.add('full');
  return {element, close() { end(); tunnels.close(); list.close(); }};
}

async function pingNow(tunnel) {
  await attempt(async () => {
    const answer = await post(at('tunnels', tunnel.id, 'ping'));
    done(`${tunnel.name} answered in ${millis(answer.roundTripMillis ?? answer.millis)}.`);
    await refresh();
  });
}

function cut(tunnel) {
  confirm({title: `Cut the links of ${tunnel.name}?`, sentence: `They are made anew at once. Its connections wait meanwhile, up to ${tunnel.outage.graceSeconds} s; this shows whether they survive.`, button: 'Cut', danger: false,
    run: async () => { const answer = await post(at('tunnels', tunnel.id, 'cut')); done(`${many(answer.links, 'link')} cut.`); await refresh(); }});
}

function deleteTunnel(tunnel) {
  const open = tunnel.traffic.openStreams;
  confirm({title: `Delete ${tunnel.name}?`, sentence: `The tunnel and its endpoints are removed at this end${open ? `, and ${many(open, 'open connection')} end` : ''}. The other end is left without its peer.`, button: 'Delete tunnel',
    run: async () => { await remove(at('tunnels', tunnel.id)); done(`${tunnel.name} is deleted.`); await refresh(); }});
}

function deleteEndpoint(endpoint) {
  confirm({title: `Delete ${endpoint.name}?`, sentence: `It is removed at both ends${endpoint.traffic.open ? `, and ${many(endpoint.traffic.open, 'open connection')} end` : ''}.`, button: 'Delete endpoint',
    run: async () => { await remove(at('endpoints', endpoint.id)); done(`${endpoint.name} is deleted.`); await refresh(); }});
}
