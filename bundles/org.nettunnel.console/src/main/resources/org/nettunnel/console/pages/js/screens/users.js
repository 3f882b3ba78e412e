// Users: who they are, what they may, their invites.
import {at, can} from '../api.js';
import {h} from '../dom.js';
import {choice, copyable, empty, field, note, wrong} from '../form.js';
import {confirm, openDialog} from '../dialog.js';
import {bytes, capital, many, moment} from '../format.js';
import {button, screen} from '../frame.js';
import {grantsEditor} from '../grants.js';
import {menuButton} from '../menu.js';
import {attempt, done, failed} from '../notice.js';
import {qrCode} from '../qr.js';
import {all, get, here, post, remove} from '../side.js';
import {chip} from '../state.js';
import {Table, actions} from '../table.js';

const ROLES = [['administrator', 'Administrator', 'May do everything at this node.'], ['limited', 'Limited', 'Sees and does only what is granted below.']];

function rights(user) {
  if (user.role === 'administrator') return 'everything';
  const grants = (user.grants?.tunnels?.length ?? 0) + (user.grants?.endpoints?.length ?? 0);
  return grants ? many(grants, 'grant') : 'nothing yet';
}

function bounds({quota}) {
  const known = [quota?.endpoints != null && many(quota.endpoints, 'endpoint'), quota?.connections != null && many(quota.connections, 'connection'), quota?.bytesPerSecond != null && `${bytes(quota.bytesPerSecond)}/s`].filter(Boolean);
  return known.join(', ') || 'none';
}

/** side: the node whose users they are, as in side.js. */
export async function open({user: self, side = here}) {
  const place = {side, load};
  const menu = user => [
    {label: 'Change…', icon: 'edit', run: () => edit(user, place)},
    can('POST /users/{id}/invite') && {label: user.hasPassword === false ? 'New invite…' : 'Invite to a new password…', icon: 'invite', run: () => invite(user, place)},
    can('POST /users/{id}/logout') && {label: 'Log out everywhere', icon: 'out', run: () => attempt(() => post(side, at('users', user.name, 'logout')), `${user.name} is logged out everywhere.`)},
    can('GET /users/{id}/tokens') && {label: 'Tokens', icon: 'key', run: () => tokens(user, side).catch(failed)},
    '-',
    {label: user.disabled ? 'Enable' : 'Disable', icon: user.disabled ? 'play' : 'stop', off: user.name === self.user ? 'That is you' : null, run: () => change(user, {disabled: !user.disabled}, place)},
    {label: 'Delete…', icon: 'bin', danger: true, off: user.name === self.user ? 'That is you' : null, run: () => confirm({title: `Delete ${user.name}?`, button: 'Delete user',
      sentence: 'The account, its tokens and its endpoints are removed, at both ends of their tunnels; connections through them end.', run: async () => { await remove(side, at('users', user.name)); done(`${user.name} is deleted.`); await load(); }})}];
  const table = new Table([
    {label: 'Name', width: '24%', sort: row => row.name.toLowerCase(), draw: row => h('div', {class: 'name-cell'}, h('b', {}, row.name), row.name === self.user && h('span', {}, 'you')), sign: row => row.name, text: row => row.name},
    {label: 'Role', width: '17%', sort: row => row.role, text: row => capital(row.role)},
    {label: 'May', width: '15%', sort: rights, text: rights},
    {label: 'Bounds', sort: bounds, text: bounds},
    {label: 'State', width: '150px', sort: row => String(row.disabled), sign: row => `${row.disabled} ${row.hasPassword} ${row.invitedUntil}`, text: row => row.disabled ? 'disabled' : 'active',
      draw: row => row.disabled ? chip('warn', 'stop', 'Disabled') : row.hasPassword === false ? chip('told', 'invite', 'Invited') : chip('good', 'good', 'Active')},
    actions(menuButton, row => `Actions of ${row.name}`, menu)
  ], {label: 'Users', key: row => row.name, name: row => row.name, menu, open: user => edit(user, place), minWidth: '680px', blank: empty('No user', '')});

  async function load() { table.rows = await all(side, '/users', 'users'); }
  await load();
  const element = screen('Users', 'Administrators may do everything. Limited users see and do what they are granted; their endpoints follow their account.', [button('Add user', 'plus', () => add(place), 'first')],
    h('section', {class: 'card pane fill', 'aria-label': 'Users'}, table.element));
  element.classList.add('full');
  return {element, close: () => table.close()};
}

function quotaFields(quota) {
  const shown = value => value ?? '';
  const endpoints = field('Endpoints at most', {name: 'quota.endpoints', type: 'number', value: shown(quota?.endpoints), hint: 'Empty for no bound.', attributes: {min: 0}});
  const connections = field('Connections at most', {name: 'quota.connections', type: 'number', value: shown(quota?.connections), hint: 'Empty for no bound.', attributes: {min: 0}});
  const speed = field('Bytes per second', {name: 'quota.bytesPerSecond', type: 'number', value: shown(quota?.bytesPerSecond), hint: 'Empty for no bound.', attributes: {min: 1000}});
  const given = input => input.value === '' ? null : Number(input.value);
  return {element: h('div', {class: 'pair'}, endpoints.element, connections.element, speed.element), get value() { return {endpoints: given(endpoints), connections: given(connections), bytesPerSecond: given(speed)}; }};
}

/** The fields that adding and changing have in common. */
function account(user, side) {
  const role = choice('Role', ROLES, user?.role ?? 'limited'), quota = quotaFields(user?.quota), grants = grantsEditor(user?.grants, side.live);
  const limited = h('div', {class: 'stack'}, h('h3', {}, 'Rights'), grants.element, h('h3', {}, 'Bounds'), quota.element);
  const tell = () => { limited.hidden = role.value === 'administrator'; };
  role.element.addEventListener('change', tell);
  tell();
  const nothing = {tunnels: [], endpoints: []}, unbound = {endpoints: null, connections: null, bytesPerSecond: null};
  return {element: h('div', {class: 'stack'}, role.element, limited), get value() { return role.value === 'administrator' ? {role: role.value, grants: nothing, quota: unbound} : {role: role.value, grants: grants.value, quota: quota.value}; }};
}

function add({side, load}) {
  const name = field('Name', {name: 'name', hint: 'The name to log in with.'}), password = field('Password', {name: 'password', type: 'password', autocomplete: 'new-password', hint: 'Leave it empty and send an invite: then nobody else knows it.'}), more = account(null, side);
  openDialog({title: 'Add a user', wide: true, body: [h('div', {class: 'pair'}, name.element, password.element), more.element], buttons: [{label: 'Cancel'}, {label: 'Add user', first: true, run: async () => {
    if (!name.value) throw wrong(name, 'Give the user a name.');
    const made = await post(side, '/users', {name: name.value, password: password.input.value || null, ...more.value});
    done(`${name.value} is added.`);
    await load();
    if (!password.input.value && can('POST /users/{id}/invite')) invite(made, {side, load});
  }}]});
}

async function edit(user, {side, load}) {
  await attempt(async () => {
    const {value, etag} = await side.exchange('GET', at('users', user.name));
    const more = account(value, side);
    openDialog({title: user.name, wide: true, body: [more.element, note('', 'What is taken away ends within a second: endpoints stop, and connections through them are cut.')],
      buttons: [{label: 'Cancel'}, {label: 'Save', first: true, run: async () => { await side.exchange('POST', at('users', user.name), {...more.value, disabled: null}, {ifMatch: etag}); done(`${user.name} is changed.`); await load(); }}]});
  });
}

const change = (user, wanted, {side, load}) => attempt(async () => {
  await post(side, at('users', user.name), {role: null, disabled: null, grants: null, quota: null, ...wanted});
  await load();
}, `${user.name} is ${wanted.disabled ? 'disabled; the connections end' : 'enabled'}.`);

function invite(user, {side, load}) {
  openDialog({title: `Invite ${user.name}?`, body: [h('p', {}, 'Whoever opens the invite first chooses the password of this account. An older invite is void.')], buttons: [{label: 'Cancel'}, {label: 'Make the invite', first: true, run: async () => {
    const made = await post(side, at('users', user.name, 'invite'));
    // where browsers reach a node that is looked at through a tunnel is not known here
    const link = side.far ? null : location.origin + made.link;
    await load();
    const texts = h('div', {class: 'grow stack tight'}, link && [h('span', {class: 'label'}, 'Link for the browser'), copyable(link, 'Copy link')],
      h('span', {class: 'label'}, link ? 'Code for the command' : `Code for the command; for a browser, behind the address of that node: ${made.link.split('?')[0]}?code=CODE`), copyable(made.text, 'Copy code'));
    openDialog({title: `Invite for ${user.name}`, wide: true, buttons: [{label: 'Done', first: true}],
      body: [note('warn', 'It is shown this once, works once, and until ', moment(made.expires), '.'), h('div', {class: 'line'}, link && qrCode(link, 'The invite as a QR code'), texts)]});
  }}]});
}

async function tokens(user, side) {
  const {tokens: list} = await get(side, at('users', user.name, 'tokens'));
  const all = list.length > 0 && can('POST /users/{id}/tokens/revoke') && {label: 'Revoke all', danger: true, run: async () => {
    await post(side, at('users', user.name, 'tokens', 'revoke'), {token: null, all: true});
    done(`All tokens of ${user.name} are revoked.`);
  }};
  openDialog({title: `Tokens of ${user.name}`, wide: true, body: [list.length === 0 ? empty('No token', '') : h('table', {class: 'plain-table'}, h('thead', {}, h('tr', {}, ['Name', 'May', 'Expires', 'Last used'].map(name => h('th', {scope: 'col'}, name)))),
    h('tbody', {}, list.map(token => h('tr', {}, [token.name, token.scopes.join(', '), moment(token.expires), moment(token.lastUsed)].map(value => h('td', {class: 'wrap'}, value))))))], buttons: [all, {label: 'Close', first: true}].filter(Boolean)});
}
