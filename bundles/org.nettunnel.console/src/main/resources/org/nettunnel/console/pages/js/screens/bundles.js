// What is installed, where more comes from, and the work on it.
import {at, can} from '../api.js';
import {fill, h} from '../dom.js';
import {empty, facts, field, note, wrong} from '../form.js';
import {confirm, openDialog} from '../dialog.js';
import {bytes, moment} from '../format.js';
import {button, screen} from '../frame.js';
import {attempt, done, failed} from '../notice.js';
import {get, here, post, remove} from '../side.js';
import {chip} from '../state.js';

const OFFER = {new: ['told', 'plus', 'New'], newer: ['warn', 'up', 'Update'], installed: ['good', 'good', 'Installed'], older: ['', 'down', 'Older']};

/** side: the node whose bundles they are, as in side.js. */
export async function open({side = here}) {
  const installed = h('div'), offered = h('div'), sites = h('div'), works = h('div');
  const redraw = () => draw().catch(failed);

  async function draw() {
    const [features, known, past] = await Promise.all([get(side, '/bundles'), get(side, '/bundles/sites'), get(side, '/bundles/works')]);
    fill(installed, table(['Feature', 'Version', 'Offers', 'Signed by', ''], features.features.map(one => [
      h('div', {}, h('b', {}, one.label), h('div', {class: 'soft small'}, one.id)), one.version, one.provides.join(', ') || '–', h('span', {class: 'small wrap'}, one.signer ?? 'came with the installation'),
      !one.core && h('div', {class: 'right'}, button('Remove…', 'bin', () => removal(one, redraw, side), 'tiny danger'))])));
    fill(sites, known.sites.length === 0 ? empty('No update site', 'A site is a folder, a zip or an https address with signed bundles.') : table(['Site', 'Signed by', 'Valid until', ''], known.sites.map(site => [
      h('div', {}, h('b', {}, site.id), h('div', {class: 'soft small wrap'}, site.location), site.problem && h('div', {class: 'small wrap'}, chip('bad', 'bad', site.problem))), h('div', {class: 'wrap'}, site.signerName, h('div', {class: 'soft small'}, site.signer)), moment(site.expires),
      h('div', {class: 'right'}, button('Forget…', 'bin', () => confirm({title: `Forget ${site.id}?`, sentence: 'What was installed from it stays, and is not updated any more.', button: 'Forget', run: async () => { await remove(side, at('bundles', 'sites', site.id)); await draw(); }}), 'tiny danger'))])));
    fill(works, past.works.length === 0 ? h('p', {class: 'soft said'}, 'Nothing was done yet.') : table(['What', 'When', 'How it went'], past.works.slice(0, 12).map(work => [h('b', {}, work.order), moment(work.since),
      h('div', {class: 'wrap'}, chip(work.state === 'done' ? 'good' : work.state === 'failed' ? 'bad' : 'told', work.state === 'done' ? 'good' : work.state === 'failed' ? 'bad' : 'wait', work.state), ' ', work.sentence || work.step)])));
    if (known.sites.length > 0) await offers(); else fill(offered, h('p', {class: 'soft said'}, 'Add a site to see what it offers.'));
  }

  async function offers() {
    fill(offered, h('p', {class: 'soft said'}, 'The sites are asked…'));
    const {features} = await get(side, '/bundles/available');
    fill(offered, features.length === 0 ? h('p', {class: 'soft said'}, 'The sites offer nothing that this node could use.') : table(['Feature', 'Version', 'Size', 'State', ''], features.map(one => [
      h('div', {}, h('b', {}, one.label), h('div', {class: 'soft small'}, `${one.id}, from ${one.site}`)), one.version, bytes(one.bytes), chip(...(OFFER[one.state] ?? ['', 'dot', one.state])),
      h('div', {class: 'right'}, one.state === 'new' && button('Install', 'plus', () => begin({kind: 'install', feature: one.id, version: one.version}, redraw, side), 'tiny first'),
        one.state === 'newer' && button('Update', 'up', () => begin({kind: 'update', feature: one.id}, redraw, side), 'tiny first'))])));
  }

  await draw();
  const part = (title, about, acts, content) => h('section', {class: 'card'}, h('header', {}, h('div', {}, h('h2', {}, title), about && h('p', {class: 'soft small'}, about)), acts), content);
  return {element: screen('Bundles', 'Ciphers, compressions and other parts come and go while the node runs; open connections do not notice.', [
    button('Update all', 'up', () => begin({kind: 'update'}, redraw, side)), button('Undo the last…', 'refresh', () => confirm({title: 'Undo the last change?', sentence: 'What was installed before is put back.', button: 'Undo', danger: false, run: () => { begin({kind: 'rollback'}, redraw, side); }})),
    button('Add site', 'plus', () => addSite(redraw, side), 'first')], part('Available', null, button('Look again', 'refresh', () => attempt(offers)), offered), part('Installed', null, null, installed), part('Sites', null, null, sites), part('Work', null, null, works))};
}

const table = (heads, rows) => h('table', {class: 'plain-table'}, h('thead', {}, h('tr', {}, heads.map(name => name ? h('th', {scope: 'col'}, name) : h('td', {}, h('span', {class: 'unseen'}, 'Actions'))))), h('tbody', {}, rows.map(row => h('tr', {}, row.map(cell => h('td', {}, cell))))));

function removal(feature, redraw, side) {
  confirm({title: `Remove ${feature.label}?`, sentence: `Tunnels that use ${feature.provides.join(', ') || 'it'} change over first.`, button: 'Remove', run: () => { begin({kind: 'remove', feature: feature.id}, redraw, side); }});
}

/** Begins a work and shows how it goes. */
function begin(request, redraw, side) {
  const fillBar = h('i'), bar = h('div', {class: 'bar', role: 'progressbar', 'aria-label': 'Progress', 'aria-valuemin': '0', 'aria-valuemax': '100'}, fillBar), step = h('p', {'aria-live': 'polite'}), place = h('div', {class: 'stack'}, bar, step);
  const dialog = openDialog({title: 'Working', body: [place], buttons: [{label: 'Close', first: true}], onClose: redraw});
  const show = work => {
    fillBar.style.width = `${work.percent}%`;
    bar.setAttribute('aria-valuenow', work.percent);
    bar.className = `bar ${work.state === 'failed' ? 'bad' : work.state === 'done' ? 'good' : ''}`;
    dialog.heading(work.order);
    fill(step, work.ended ? note(work.state === 'done' ? 'good' : 'bad', work.sentence, work.restart ? ' It takes effect when the node is restarted.' : '') : work.step || 'Waiting for its turn…');
    if (work.ended && work.state === 'failed' && work.forceable) dialog.show([place], [{label: 'Do it all the same', danger: true, left: true, run: () => { begin({...request, force: true}, redraw, side); }}, {label: 'Close', first: true}]);
  };
  (async () => {
    let work = await post(side, '/bundles/works', {kind: request.kind, feature: request.feature ?? null, version: request.version ?? null, force: request.force ?? null});
    show(work);
    const own = work.id;
    if (can('DELETE /bundles/works/{id}')) dialog.show([place], [{label: 'Cancel the work', left: true, stay: true, run: () => remove(side, at('bundles', 'works', own))}, {label: 'Close', first: true}]);
    while (!work.ended && dialog.isOpen()) {
      await new Promise(resolve => setTimeout(resolve, side.far ? 1500 : 400));
      work = await get(side, at('bundles', 'works', work.id));
      show(work);
    }
    if (work.ended && dialog.isOpen() && !work.forceable) dialog.show([place], [{label: 'Close', first: true}]);
    if (work.ended && work.state === 'done') done(work.sentence);
  })().catch(problem => fill(step, note('bad', problem.message)));
}

function addSite(redraw, side) {
  const location = field('Location', {name: 'location', placeholder: 'https://example.org/nettunnel', hint: 'A folder or zip at the node (an absolute path), or an https address.'});
  openDialog({title: 'Add an update site', about: 'First see who signed it; nothing is kept yet.', wide: true, body: [location.element], buttons: [{label: 'Cancel'}, {label: 'Look at it', first: true, stay: true, run: async dialog => {
    if (!location.value) throw wrong(location, 'Say where the site is.');
    const site = await post(side, '/bundles/sites/look', {location: location.value, signer: null});
    dialog.heading(`Trust ${site.id}?`);
    dialog.show([note('warn', 'Compare the fingerprint with the one that its maker published. What this signer signs may run in this node.'),
      facts([['Signed by', site.signerName], ['Fingerprint', h('code', {class: 'wrap'}, site.signer)], ['Location', site.location], ['Valid until', moment(site.expires)], ['Offers', site.features.map(one => `${one.label} ${one.version}`).join(', ')]])],
    [{label: 'Cancel'}, {label: 'Trust and add', first: true, run: async () => { await post(side, '/bundles/sites', {location: location.value, signer: site.signer}); done(`${site.id} is added.`); redraw(); }}]);
  }}]});
}
