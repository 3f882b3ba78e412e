// Makes a tunnel: an invite for the other node, or the other end of an invite; watches until it is established.
import {can, post} from './api.js';
import {liveChecks} from './checks.js';
import {h, text} from './dom.js';
import {choice, copyable, field, note, wrong} from './form.js';
import {openDialog} from './dialog.js';
import {moment} from './format.js';
import {icon} from './icons.js';
import {readInvite} from './invite.js';
import {live, refresh, watch} from './live.js';
import {done} from './notice.js';
import {qrCode} from './qr.js';
import {tunnelChip} from './state.js';

const TRANSPORTS = [['https', 'HTTPS: passes firewalls and proxies'], ['tcp', 'TCP: a little faster']];

const steps = (names, now) => h('ol', {class: 'steps', 'aria-label': 'Steps'}, names.map((name, index) => h('li', {'aria-current': index === now ? 'step' : null}, name)));

export function createTunnel() {
  const kind = choice('What to do', [
    ['invite', 'Make an invite', 'This node can be reached. It waits for the other node, which dials it with the invite.'],
    ['accept', 'Accept an invite', 'The other node can be reached. Paste the invite that was made there; this node dials it.'],
    ...(can('POST /tunnel-by-login') ? [['login', 'Log in at the other node', 'The other node can be reached, and you are an administrator there. Both ends are made at once.']] : [])], 'invite');
  const next = {invite, accept, login};
  openDialog({title: 'Create a tunnel', about: 'A tunnel joins two nodes. Either may be behind a firewall; one must be reachable.', wide: true, body: [kind.element],
    buttons: [{label: 'Cancel'}, {label: 'Next', first: true, stay: true, run: dialog => next[kind.value](dialog)}]});
}

function invite(dialog) {
  const port = (live.node?.listening?.[0] ?? ':52845').split(':').pop();
  const name = field('Name', {name: 'name', placeholder: 'Office', hint: 'What the tunnel is called at both ends.'});
  const addresses = field('Where the other node reaches this one', {name: 'addresses', area: true, rows: 2, value: `${location.hostname}:${port}`, hint: 'HOST:PORT, one a line, tried in order: the public address, and the port that the firewall forwards here.'});
  const transport = field('Transport', {name: 'transport', value: 'https', choices: TRANSPORTS});
  const valid = field('The invite is valid for', {value: '86400', choices: [['3600', '1 hour'], ['86400', '1 day'], ['604800', '7 days'], ['2592000', '30 days']]});
  dialog.heading('Make an invite');
  dialog.show([steps(['What is made', 'Invite', 'Established'], 0), name.element, addresses.element, h('div', {class: 'pair'}, transport.element, valid.element)],
    [{label: 'Back', left: true, stay: true, run: again(dialog)}, {label: 'Cancel'}, {label: 'Make the invite', first: true, stay: true, run: async () => {
      if (!name.value) throw wrong(name, 'Give the tunnel a name.');
      const made = await post('/invites', {name: name.value, addresses: addresses.value.split(/\s+/).filter(Boolean), transport: transport.value, validSeconds: Number(valid.value)});
      await refresh();
      await show(dialog, made, name.value);
    }}]);
}

async function show(dialog, made, name) {
  dialog.heading(`Invite for ${name}`);
  const code = qrCode(made.invite, 'The invite as a QR code');
  dialog.show([steps(['What is made', 'Invite', 'Established'], 1), note('warn', 'Whoever has this invite can make the other end, once. It is not shown again, and it is valid until ', moment(made.expires), '.'),
    h('div', {class: 'line'}, code, h('div', {class: 'grow stack tight'}, h('p', {}, 'At the other node choose ', h('b', {}, 'Create tunnel, Accept an invite'), ', or run:'), h('p', {}, h('code', {}, 'nettunnel tunnel add --invite INVITE')),
      copyable(made.invite, 'Copy invite'))), progress(dialog, tunnel => tunnel.id === made.tunnel)], [{label: 'Done', first: true}]);
}

function accept(dialog) {
  const invite = field('Invite', {name: 'invite', area: true, rows: 5, placeholder: 'The text that was made at the other node'});
  const name = field('Name here', {name: 'name', hint: 'Leave it empty for the name in the invite.'});
  const proxy = field('Proxy', {name: 'proxy', placeholder: 'as the node’s environment says', hint: 'http://user@host:port or socks5://user@host:port; none for never.'});
  const password = field('Password of the proxy', {name: 'proxyPassword', type: 'password', hint: 'Only where the proxy names a user.'});
  const before = new Set(live.tunnels.keys());
  const story = h('p', {class: 'soft wrap', 'aria-live': 'polite'});
  const way = () => {
    const read = readInvite(invite.value);
    text(story, read ? `For the tunnel ${read.name} over ${read.transport.toUpperCase()}, to ${read.addresses.join(' or ')}, until ${moment(read.expires)}.` : '');
    // a proxy that wants a login is tried when the tunnel is dialled: the password stays in the field
    return read && can('POST /doctor') && !proxy.value.includes('@') ? {addresses: read.addresses, proxy: proxy.value || null} : null;
  };
  const checks = liveChecks(way, examine), typed = () => checks.typed();
  for (const input of [invite, proxy]) input.input.addEventListener('input', typed);
  dialog.heading('Accept an invite');
  dialog.show([steps(['Invite', 'Established'], 0), invite.element, story, checks.element, name.element, h('details', {}, h('summary', {}, 'Through a proxy'), h('div', {class: 'pair'}, proxy.element, password.element))],
    [{label: 'Back', left: true, stay: true, run: again(dialog)}, {label: 'Cancel'}, {label: 'Accept', first: true, stay: true, run: async () => {
      if (!invite.value) throw wrong(invite, 'Paste the invite.');
      const made = await post('/tunnels', {invite: invite.value.replace(/\s+/g, ''), name: name.value || null, proxy: proxy.value || null, proxyPassword: password.input.value || null});
      checks.stop();
      await established(dialog, made, ['Invite', 'Established'], before);
    }}]);
}

function login(dialog) {
  const address = field('Address of the other node', {name: 'address', placeholder: 'vpn.example.org:52845', hint: 'HOST:PORT, as this node reaches it.'});
  const fingerprint = field('Fingerprint of its certificate', {name: 'fingerprint', hint: 'As that node shows it under About. Needed unless an authority vouches for the certificate.'});
  const user = field('User there', {name: 'user', value: 'root'}), password = field('Password there', {name: 'password', type: 'password', hint: 'It goes to that node once and is kept nowhere.'});
  const name = field('Name', {name: 'name', placeholder: 'Office', hint: 'What the tunnel is called at both ends.'});
  const transport = field('Transport', {name: 'transport', value: 'https', choices: TRANSPORTS});
  const before = new Set(live.tunnels.keys());
  const isAddress = () => can('POST /doctor') && /^(\[[^\]]+\]|[^:\s]+):\d+$/.test(address.value);
  const checks = liveChecks(() => isAddress() ? {addresses: [address.value], proxy: null, fingerprint: fingerprint.value || null} : null, examine), typed = () => checks.typed();
  for (const input of [address, fingerprint]) input.input.addEventListener('input', typed);
  dialog.heading('Log in at the other node');
  dialog.show([steps(['The other node', 'Established'], 0), address.element, checks.element, fingerprint.element, h('div', {class: 'pair'}, user.element, password.element), h('div', {class: 'pair'}, name.element, transport.element)],
    [{label: 'Back', left: true, stay: true, run: again(dialog)}, {label: 'Cancel'}, {label: 'Make the tunnel', first: true, stay: true, run: async () => {
      if (!address.value) throw wrong(address, 'Say where the other node is.');
      if (!name.value) throw wrong(name, 'Give the tunnel a name.');
      if (!password.input.value) throw wrong(password, 'Give the password of that user.');
      const made = await post('/tunnel-by-login', {address: address.value, user: user.value, password: password.input.value, fingerprint: fingerprint.value || null, name: name.value,
        transport: transport.value, outage: null});
      checks.stop();
      await established(dialog, made, ['The other node', 'Established'], before);
    }}]);
}

async function established(dialog, made, names, before) {
  await refresh();
  dialog.heading(made.name);
  dialog.show([steps(names, 1), h('p', {}, 'The other node is being dialled.'), progress(dialog, tunnel => tunnel.id === made.id || !before.has(tunnel.id))], [{label: 'Done', first: true}]);
}

/** Looks at the addresses one after another, as they will be dialled, until one is good. */
async function examine({addresses, proxy, fingerprint = null}) {
  let found = [];
  for (const address of addresses) {
    const {checks} = await post('/doctor', {address, proxy, fingerprint, tunnel: null});
    const one = addresses.length === 1 ? checks : checks.map(check => ({...check, found: `${address}: ${check.found}`}));
    if (checks.every(check => check.result !== 'bad')) return one;
    found = [...found, ...one.filter(check => check.result === 'bad')];
  }
  return found;
}

const again = dialog => () => { dialog.close(); createTunnel(); return false; };

/** The tunnel's state while the dialog is open, with what to do when it does not come. */
function progress(dialog, isIt) {
  const place = h('div', {class: 'line', 'aria-live': 'polite'}), why = h('p', {class: 'soft'});
  let last = '', quick = null;
  const end = watch(state => {
    if (!dialog.isOpen()) { end(); clearInterval(quick); return; }
    const tunnel = [...state.tunnels.values()].find(isIt);
    const sign = `${tunnel?.status} ${tunnel?.reason}`;
    if (sign === last) return;
    last = sign;
    place.replaceChildren(tunnel ? tunnelChip(tunnel) : icon('wait'), h('span', {}, tunnel?.status === 'established' ? `The tunnel is up${tunnel.peerName ? `: the other node is ${tunnel.peerName}` : ''}. Add an endpoint to use it.` : tunnel?.status === 'invited' ? 'Waiting for the other node to use the invite.' : ''));
    text(why, tunnel && tunnel.status !== 'established' ? tunnel.reason : '');
    if (tunnel?.status === 'established') { clearInterval(quick); done(`${tunnel.name} is established.`); }
  });
  quick = setInterval(() => { if (dialog.isOpen()) refresh(); else clearInterval(quick); }, 1000);
  return h('div', {}, place, why);
}
