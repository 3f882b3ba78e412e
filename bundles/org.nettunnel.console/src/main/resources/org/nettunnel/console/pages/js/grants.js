// What a limited user may: rights on tunnels, with the endpoints he may make there, and rights on single endpoints.
import {fill, h} from './dom.js';
import {field, tick} from './form.js';
import {icon} from './icons.js';

const TUNNEL_ACTS = [['see', 'See', 'its endpoints and connections'], ['operate', 'Operate', 'start, stop, cut, disconnect'], ['endpoints', 'Own endpoints', 'within the bounds below']];
const ENDPOINT_ACTS = [['see', 'See', 'it and its connections'], ['operate', 'Operate', 'disconnect'], ['change', 'Change', 'change its name and compression, and remove it']];

const words = text => text.split(/[\s,]+/).filter(Boolean);

function acts(all, chosen) {
  const boxes = all.map(([act, label, hint]) => [act, tick(label, chosen.includes(act), hint)]);
  return {element: h('div', {class: 'pair'}, boxes.map(([, box]) => box.element)), boxes, get value() { return boxes.filter(([, box]) => box.value).map(([act]) => act); }};
}

function rowOf(kind, grant, live, remove) {
  const tunnel = kind === 'tunnel', known = tunnel ? [['*', 'Every tunnel'], ...[...live.tunnels.values()].map(one => [one.id, one.name])] : [...live.endpoints.values()].map(one => [one.id, `${one.name} (${one.tunnelName})`]);
  const own = tunnel ? grant.tunnel ?? '*' : grant.endpoint;
  if (own && !known.some(([id]) => id === own)) known.push([own, `${own} (gone)`]);
  const which = field(tunnel ? 'Tunnel' : 'Endpoint', {choices: known, value: own ?? known[0]?.[0]}), may = acts(tunnel ? TUNNEL_ACTS : ENDPOINT_ACTS, grant.acts);
  const ports = field('Ports to listen on', {value: (grant.ports ?? []).join(', '), placeholder: '9000-9010', hint: 'Ports or ranges.'});
  const targets = field('Targets to reach', {value: (grant.targets ?? []).join(', '), placeholder: '10.0.0.0/8:80', hint: 'HOST:PORT, a network, or *.example.org:443.'});
  const binds = field('Addresses to listen on', {value: (grant.binds ?? ['127.0.0.1']).join(', '), hint: 'Usually 127.0.0.1 only; * for any.'});
  const bounds = h('div', {class: 'pair'}, ports.element, targets.element, binds.element);
  const tell = () => { bounds.hidden = !may.value.includes('endpoints'); };
  may.element.addEventListener('change', tell);
  tell();
  const drop = h('button', {type: 'button', class: 'button plain tiny icon-only', 'aria-label': 'Take this grant back', on: {click: () => remove()}}, icon('bin'));
  const element = h('div', {class: 'card'}, h('div', {class: 'body stack'}, h('div', {class: 'line low'}, h('div', {class: 'grow'}, which.element), drop), may.element, tunnel && bounds));
  return {element, get value() {
    return tunnel ? {tunnel: which.input.value, acts: may.value, ports: words(ports.value), targets: words(targets.value), binds: words(binds.value)} : {endpoint: which.input.value, acts: may.value};
  }};
}

/** live: tunnels and endpoints of the node whose user it is. */
export function grantsEditor(grants = {tunnels: [], endpoints: []}, live) {
  const rows = {tunnel: [], endpoint: []}, place = h('div', {class: 'stack'});
  const draw = () => fill(place, rows.tunnel.map(row => row.element), rows.endpoint.map(row => row.element), rows.tunnel.length + rows.endpoint.length === 0 && h('p', {class: 'soft'}, 'Nothing is granted; the console would be empty.'));
  const put = (kind, grant) => {
    const row = rowOf(kind, grant, live, () => { rows[kind] = rows[kind].filter(one => one !== row); draw(); });
    rows[kind].push(row);
  };
  for (const grant of grants?.tunnels ?? []) put('tunnel', grant);
  for (const grant of grants?.endpoints ?? []) put('endpoint', grant);
  draw();
  const more = (label, kind, grant, off) => h('button', {type: 'button', class: 'button tiny', disabled: off, on: {click: () => { put(kind, grant); draw(); }}}, icon('plus'), label);
  return {
    element: h('div', {class: 'stack'}, place, h('div', {class: 'line'}, more('Grant on a tunnel', 'tunnel', {tunnel: '*', acts: ['see']}, false), more('Grant on an endpoint', 'endpoint', {endpoint: [...live.endpoints.keys()][0], acts: ['see']}, live.endpoints.size === 0))),
    get value() { return {tunnels: rows.tunnel.map(row => row.value).filter(row => row.acts.length), endpoints: rows.endpoint.map(row => row.value).filter(row => row.acts.length)}; }
  };
}
