// Lines over time by uPlot, each chart with its table for people who do not see it.
import {fill, h} from './dom.js';
import {clock} from './format.js';

let Plot = null;
const ready = import('/lib/uplot.js').then(library => { Plot = library.default; }, () => { Plot = null; });
const HUES = ['#0b84a5', '#d1761b', '#4f9a3c', '#9a5fc4', '#c8465a', '#7a7f1d', '#2f6fd6', '#8c5a3c'];

const shade = name => getComputedStyle(document.documentElement).getPropertyValue(name);

/** A colour of the theme as the canvas takes it. */
function resolved(name) {
  const probe = h('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

/** names: of the lines; show: value → words. Answers {element, update(at, lines), close}. */
export async function lineChart({label, names, show, height = 210}) {
  await ready;
  const place = h('div', {class: 'chart', role: 'img', 'aria-label': label});
  const table = h('table', {class: 'plain-table'});
  const details = h('details', {}, h('summary', {class: 'small soft'}, 'As a table'), h('div', {class: 'chart-table', tabindex: '0', role: 'region', 'aria-label': `${label}, as a table`}, table));
  const element = h('div', {}, place, details);
  let plot = null, last = [[Date.now() / 1000], ...names.map(() => [null])];
  const theme = matchMedia('(prefers-color-scheme: dark)');

  function draw() {
    plot?.destroy();
    plot = null;
    if (!Plot) { fill(place, h('p', {class: 'soft'}, 'Charts need a part that is not installed; the table below has the figures.')); return; }
    const ink = resolved('--soft'), line = resolved('--line');
    const axis = {stroke: ink, grid: {stroke: line, width: 1}, ticks: {show: false}, font: `12px ${shade('--sans')}`};
    plot = new Plot({
      width: Math.max(260, place.clientWidth), height, cursor: {points: {size: 7}}, legend: {live: true},
      scales: {x: {range: (_, first, last) => [Math.min(first, last - 120), last]}, y: {range: (_, low, high) => [0, high > 0 ? high * 1.15 : 1]}},
      axes: [{...axis, space: 70, size: 36, values: (_, ticks) => ticks.map(seconds => clock(seconds * 1000).slice(0, seconds % 60 ? 8 : 5))}, {...axis, size: 74, values: (_, ticks) => ticks.map(show)}],
      series: [{label: 'Time', value: (_, seconds) => seconds ? clock(seconds * 1000).slice(0, 8) : '–'},
        ...names.map((name, index) => ({label: name, stroke: HUES[index % HUES.length], width: 2, spanGaps: false, points: {show: false}, value: (_, value) => value === null ? '–' : show(value)}))]
    }, last, place);
  }

  const resize = new ResizeObserver(() => plot?.setSize({width: Math.max(260, place.clientWidth), height}));
  resize.observe(place);
  const redraw = () => draw();
  theme.addEventListener('change', redraw);
  document.addEventListener('theme', redraw);
  queueMicrotask(draw);

  return {
    element,
    update(at, lines) {
      last = [at, ...lines];
      plot?.setData(last);
      // the newest, unless somebody points at another moment
      if (plot?.cursor.left < 0) plot.setLegend({idx: at.length - 1}, false);
      if (details.open) fill(table, h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Time'), names.map(name => h('th', {scope: 'col', class: 'right'}, name)))),
        h('tbody', {}, at.map((seconds, index) => [seconds, index]).slice(-30).reverse().map(([seconds, index]) =>
          h('tr', {}, h('td', {}, clock(seconds * 1000).slice(0, 8)), lines.map(line => h('td', {class: 'right'}, line[index] === null ? '–' : show(line[index])))))));
    },
    close() {
      resize.disconnect();
      theme.removeEventListener('change', redraw);
      document.removeEventListener('theme', redraw);
      plot?.destroy();
    }
  };
}
