// Why is it slow? One sentence, and what it is taken from.
import {at} from './api.js';
import {fill, h} from './dom.js';
import {note} from './form.js';
import {openDialog} from './dialog.js';
import {here} from './side.js';

const shown = value => typeof value === 'number' ? value.toLocaleString('en', {maximumFractionDigits: 2}) : String(value ?? '–');

/** kind: tunnels or streams. */
export function whySlow(kind, id, name, side = here) {
  const place = h('div', {class: 'stack', 'aria-live': 'polite'});
  const look = async () => {
    fill(place, note('', 'Looking for a second or two…'));
    const answer = (await side.exchange('GET', at(kind, id, 'diagnosis'))).value;
    fill(place, h('p', {class: 'verdict'}, answer.verdict), answer.parts?.length > 0 && h('ul', {class: 'shares', 'aria-label': 'Where the time goes'}, answer.parts.map(part => {
      const percent = Math.round(part.share * 100), bar = h('i');
      bar.style.width = `${percent}%`;
      return h('li', {}, h('span', {}, part.name), h('div', {class: 'bar', 'aria-hidden': 'true'}, bar), h('span', {class: 'right'}, `${percent} %`));
    })), h('table', {class: 'plain-table'}, h('thead', {}, h('tr', {}, ['Measure', 'Value', 'What it is'].map(one => h('th', {scope: 'col'}, one)))),
      h('tbody', {}, answer.measures.map(measure => h('tr', {}, h('td', {}, h('b', {}, measure.name)), h('td', {}, `${shown(measure.value)} ${measure.unit ?? ''}`), h('td', {class: 'soft wrap'}, measure.explained))))));
  };
  openDialog({title: `Why is it slow? ${name}`, wide: true, body: [place], buttons: [{label: 'Look again', left: true, icon: 'refresh', stay: true, run: look}, {label: 'Close', first: true}]});
  look().catch(problem => fill(place, note('bad', problem.message)));
}
