// Your own account: password, sessions, access tokens.
import {at, can, get, post, remove} from '../api.js';
import {fill, h} from '../dom.js';
import {copyable, empty, facts, field, note, tick, wrong} from '../form.js';
import {confirm, openDialog} from '../dialog.js';
import {bytes, moment} from '../format.js';
import {button, screen} from '../frame.js';
import {live} from '../live.js';
import {done} from '../notice.js';

const SCOPES = [['read', 'Read', 'see what you may see'], ['operate', 'Operate', 'start, stop, cut, disconnect; and read'], ['configure', 'Configure', 'change tunnels and endpoints; and operate'], ['administer', 'Administer', 'all but users, passwords, tokens and backups'], ['metrics', 'Metrics', 'read /metrics']];
const DAY = 86400000;

export async function open({user}) {
  const list = h('div');
  const draw = async () => {
    const {tokens} = await get('/tokens');
    fill(list, tokens.length === 0 ? empty('No token', 'A token lets a program in, in your stead, with as little right as it needs.') : h('table', {class: 'plain-table'},
      h('thead', {}, h('tr', {}, ['Name', 'May', 'Expires', 'Last used'].map(name => h('th', {scope: 'col'}, name)), h('td', {}, h('span', {class: 'unseen'}, 'Actions')))),
      h('tbody', {}, tokens.map(token => h('tr', {}, h('td', {class: 'wrap'}, h('b', {}, token.name)), h('td', {}, token.scopes.join(', ')), h('td', {}, moment(token.expires)), h('td', {}, token.lastUsed ? moment(token.lastUsed) : 'never'),
        h('td', {class: 'right'}, button('Revoke…', 'bin', () => confirm({title: `Revoke ${token.name}?`, sentence: 'Programs that use it are refused from now on.', button: 'Revoke', run: async () => { await remove(at('tokens', token.id)); await draw(); }}), 'tiny danger')))))));
  };
  await draw();
  return {element: screen('Your account', `You are ${user.user}, ${user.role === 'administrator' ? 'an administrator' : 'a limited user'}.`, [can('POST /logout-everywhere') && button('Log out everywhere…', 'out', everywhere), can('POST /password') && button('Change password…', 'key', password)].filter(Boolean),
    h('section', {class: 'card'}, h('header', {}, h('div', {}, h('h2', {}, 'Access tokens'), h('p', {class: 'soft small'}, 'They never may more than you, and neither make tokens nor change passwords.')), button('New token', 'plus', () => issue(user, draw), 'first')), list),
    user.role !== 'administrator' && rights(await get('/session')))};
}

/** What a limited user was granted, and what of it he uses. */
function rights({grants, quota, used}) {
  const name = (map, id) => id === '*' ? 'Every tunnel' : map.get(id)?.name ?? id, within = one => one.acts.includes('endpoints') ? `: ports ${(one.ports ?? []).join(', ') || 'none'}, targets ${(one.targets ?? []).join(', ') || 'none'}` : '';
  const bound = (has, most) => most === null || most === undefined ? `${has}, no bound` : `${has} of ${most}`;
  return h('section', {class: 'card'}, h('header', {}, h('h2', {}, 'What you may')), h('div', {class: 'body'}, facts([
    ...grants.tunnels.map(one => [name(live.tunnels, one.tunnel), `${one.acts.join(', ')}${within(one)}`]), ...grants.endpoints.map(one => [name(live.endpoints, one.endpoint), one.acts.join(', ')]),
    ['Endpoints of your own', bound(used.endpoints, quota.endpoints)], ['Connections through them', bound(used.connections, quota.connections)], ['Rate', quota.bytesPerSecond == null ? 'no bound' : `${bytes(quota.bytesPerSecond)}/s`]])));
}

function issue(user, draw) {
  const name = field('Name', {name: 'name', placeholder: 'Backup script', hint: 'So that you know it again.'}), days = field('Valid for', {value: '90', choices: [['7', '7 days'], ['30', '30 days'], ['90', '90 days'], ['365', '1 year']]});
  const scopes = SCOPES.filter(([scope]) => user.role === 'administrator' || scope !== 'administer').map(([scope, label, hint]) => [scope, tick(label, scope === 'read', hint)]);
  openDialog({title: 'New access token', body: [name.element, h('fieldset', {class: 'stack tight'}, h('legend', {class: 'label'}, 'It may'), scopes.map(([, box]) => box.element)), days.element], buttons: [{label: 'Cancel'}, {label: 'Make token', first: true, run: async () => {
    if (!name.value) throw wrong(name, 'Give the token a name.');
    const chosen = scopes.filter(([, box]) => box.value).map(([scope]) => scope);
    if (chosen.length === 0) throw new Error('Choose what the token may do.');
    const made = await post('/tokens', {name: name.value, scopes: chosen, expires: new Date(Date.now() + Number(days.value) * DAY).toISOString()});
    await draw();
    openDialog({title: 'The new token', body: [note('warn', 'It is shown this once. Whoever has it is let in.'), copyable(made.text, 'Copy token')], buttons: [{label: 'Done', first: true}]});
  }}]});
}

function password() {
  const old = field('Password now', {name: 'old', type: 'password', autocomplete: 'current-password'}), wanted = field('New password', {name: 'wanted', type: 'password', autocomplete: 'new-password', hint: 'At least 12 characters.'}), again = field('New password again', {name: 'again', type: 'password', autocomplete: 'new-password'}), too = tick('Revoke my access tokens too', false, 'When somebody else may have had the password. Else programs that have one go on.');
  openDialog({title: 'Change password', about: 'You are logged out everywhere, and log in anew.', body: [old.element, wanted.element, again.element, too.element], buttons: [{label: 'Cancel'}, {label: 'Change password', first: true, run: async () => {
    if (wanted.input.value !== again.input.value) throw wrong(again, 'The two are not the same.');
    await post('/password', {old: old.input.value, wanted: wanted.input.value, revokeTokens: too.value});
    done('Your password is changed.');
    location.reload();
  }}]});
}

function everywhere() {
  confirm({title: 'Log out everywhere?', sentence: 'All your sessions end, this one too. Tokens stay.', button: 'Log out', danger: false, run: async () => { await post('/logout-everywhere'); location.reload(); }});
}
