// Versions, fingerprints, licences.
import {can, get} from '../api.js';
import {h} from '../dom.js';
import {copyable, facts} from '../form.js';
import {moment} from '../format.js';
import {screen} from '../frame.js';
import {live} from '../live.js';

const LICENCES = [
  ['NetTunnel', 'Apache License 2.0', 'this program'], ['Eclipse Equinox and p2', 'EPL 2.0', 'the framework, and what installs and updates'], ['Apache Felix', 'Apache License 2.0', 'declarative services, configuration'],
  ['Eclipse Jetty', 'Apache License 2.0 or EPL 2.0', 'the HTTPS port'], ['Bouncy Castle', 'MIT', 'Argon2id, certificates'], ['Jackson', 'Apache License 2.0', 'JSON'], ['Prometheus client', 'Apache License 2.0', 'metrics'],
  ['picocli', 'Apache License 2.0', 'the command'], ['zstd-jni, lz4-java', 'BSD, Apache License 2.0', 'compressions'], ['SLF4J, SPI Fly, ASM', 'MIT, Apache License 2.0, BSD', 'what libraries ask for'], ['uPlot, qr-creator', 'MIT', 'the charts and QR codes of this console']];

export async function open({administrator}) {
  const node = live.node;
  const features = administrator && can('GET /bundles') ? (await get('/bundles')).features : [];
  const element = screen('About', null, [],
    h('div', {class: 'cards'},
      h('section', {class: 'card'}, h('header', {}, h('h2', {}, 'This node')), h('div', {class: 'body'}, facts([['Name', node.name], ['Version', node.version], ['Listening on', node.listening.join(', ') || '–'], ['Started', moment(node.started)],
        ['Ciphers', node.suites.join(', ')], ['Compressions', node.compressions.join(', ')], ['Transports', node.transports.join(', ')]]))),
      h('section', {class: 'card'}, h('header', {}, h('h2', {}, 'Fingerprints')), h('div', {class: 'body stack'}, h('p', {class: 'soft'}, 'Compare these over another way, such as the telephone, before you trust a node.'),
        h('div', {class: 'stack tight'}, h('span', {class: 'label'}, 'Identity, which other nodes pin'), copyable(node.identity)), h('div', {class: 'stack tight'}, h('span', {class: 'label'}, 'HTTPS certificate'), copyable(node.certificate))))),
    features.length > 0 && h('section', {class: 'card'}, h('header', {}, h('h2', {}, 'Installed')), table(['Feature', 'Version', 'Offers', 'Signed by'], features.map(one => [one.label, one.version, one.provides.join(', ') || '–', one.signer ?? 'came with the installation']))),
    h('section', {class: 'card'}, h('header', {}, h('h2', {}, 'Licences')), table(['Part', 'Licence', 'What for'], LICENCES)));
  return {element};
}

const table = (heads, rows) => h('table', {class: 'plain-table'}, h('thead', {}, h('tr', {}, heads.map(name => h('th', {scope: 'col'}, name)))), h('tbody', {}, rows.map(row => h('tr', {}, row.map(cell => h('td', {class: 'wrap'}, cell))))));
