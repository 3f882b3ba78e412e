// Backup, restore, and import from the original NetTunnel.
import {can, post} from '../api.js';
import {fill, h} from '../dom.js';
import {facts, field, note, tick, wrong} from '../form.js';
import {confirm} from '../dialog.js';
import {capital} from '../format.js';
import {button, screen} from '../frame.js';
import {attempt} from '../notice.js';

const base64 = buffer => { let text = ''; const bytes = new Uint8Array(buffer); for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192)); return btoa(text); };

function save(name, archive) {
  const bytes = Uint8Array.from(atob(archive), letter => letter.charCodeAt(0)), url = URL.createObjectURL(new Blob([bytes], {type: 'application/octet-stream'}));
  h('a', {href: url, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** Shows a plan or report: lists of alike things as tables, the rest as sentences. */
function report(answer) {
  const words = value => value === null || value === undefined || value === '' ? '–' : String(value);
  const table = list => h('table', {class: 'plain-table'}, h('thead', {}, h('tr', {}, Object.keys(list[0]).map(name => h('th', {scope: 'col'}, capital(name))))),
    h('tbody', {}, list.map(one => h('tr', {}, Object.values(one).map(value => h('td', {class: 'wrap'}, words(value)))))));
  const shown = value => Array.isArray(value) ? value.length === 0 ? h('p', {class: 'soft'}, 'nothing') : typeof value[0] === 'object' ? table(value) : h('ul', {class: 'stack tight'}, value.map(one => h('li', {class: 'wrap'}, one)))
    : value !== null && typeof value === 'object' ? facts(Object.entries(value).map(([name, one]) => [capital(name), shown(one)])) : words(value);
  return h('div', {class: 'card'}, h('div', {class: 'body stack'}, Object.entries(answer).filter(([, value]) => Array.isArray(value)).map(([name, value]) => [h('h3', {}, capital(name)), shown(value)]),
    facts(Object.entries(answer).filter(([, value]) => !Array.isArray(value)).map(([name, value]) => [capital(name), shown(value)]))));
}

const card = (title, about, ...body) => h('section', {class: 'card'}, h('header', {}, h('div', {}, h('h2', {}, title), h('p', {class: 'soft small'}, about))), h('div', {class: 'body stack'}, body));

function backup() {
  const phrase = field('Passphrase', {name: 'passphrase', type: 'password', autocomplete: 'new-password', hint: 'Without it nobody can read the backup, you neither.'}), place = h('div', {'aria-live': 'polite'}), again = field('Passphrase again', {name: 'again', type: 'password', autocomplete: 'new-password'});
  return card('Backup', 'All of the node: identity, keys, accounts, tunnels, endpoints; sealed by a passphrase.', h('div', {class: 'pair'}, phrase.element, again.element), h('div', {}, button('Make a backup', 'down', () => attempt(async () => {
    if (phrase.input.value !== again.input.value) throw wrong(again, 'The two passphrases are not the same.');
    const made = await post('/backup', {passphrase: phrase.input.value});
    save(made.fileName, made.archive);
    phrase.value = again.value = '';
    fill(place, note('good', `${made.fileName} is saved by your browser.`, made.auditHead ? h('div', {class: 'small wrap'}, 'Newest hash of the audit log then: ', h('code', {}, made.auditHead)) : null));
  }), 'first')), place);
}

function restore() {
  const file = field('Backup', {type: 'file'}), phrase = field('Passphrase', {name: 'passphrase', type: 'password'}), place = h('div', {class: 'stack', 'aria-live': 'polite'});
  const ask = async apply => post('/restore', {archive: base64(await file.input.files[0].arrayBuffer()), passphrase: phrase.input.value, apply});
  return card('Restore', 'First you see what would change; nothing is done before you say so.', h('div', {class: 'pair'}, file.element, phrase.element), h('div', {}, button('See what would change', 'search', () => attempt(async () => {
    if (!file.input.files[0]) throw wrong(file, 'Choose the backup.');
    fill(place, report(await ask(false)), h('div', {}, button('Restore…', 'refresh', () => confirm({title: 'Restore this backup?', sentence: 'What is there now is replaced. The node must be restarted afterwards.', button: 'Restore', run: async () => { fill(place, report(await ask(true)), note('warn', 'Restart the node now: Settings, Restart node.')); }}), 'danger')));
  }))), place);
}

function importer() {
  const files = field('Files', {type: 'file', attributes: {multiple: true, accept: '.json,application/json'}, hint: 'NtUser.json, NtTunnel…json and the like, of any version.'}), address = field('Where other nodes reach this one', {name: 'address', placeholder: `${location.hostname}:52845`, hint: 'For the invites of tunnels that are dialled; empty where that is not known.'}), sure = tick('I have read the report', false), place = h('div', {class: 'stack', 'aria-live': 'polite'});
  const ask = async apply => post('/import', {files: await Promise.all([...files.input.files].map(async file => ({name: file.name, content: await file.text()}))), address: address.value || null, apply});
  return card('Import from NetTunnel', 'Takes users, tunnels and endpoints over from the original’s files, and says what cannot be.', h('div', {class: 'pair'}, files.element, address.element), h('div', {}, button('See what would come', 'search', () => attempt(async () => {
    if (!files.input.files.length) throw wrong(files, 'Choose the files.');
    fill(place, report(await ask(false)), sure.element, h('div', {}, button('Import', 'down', () => attempt(async () => {
      if (!sure.value) throw new Error('Read the report first.');
      fill(place, report(await ask(true)));
    }, 'Imported.'), 'first')));
  }))), place);
}

export async function open() {
  return {element: screen('Backup and import', null, [], backup(), can('POST /restore') && restore(), can('POST /import') && importer())};
}
