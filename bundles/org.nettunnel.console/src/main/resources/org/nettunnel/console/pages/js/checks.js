// What a node finds when it looks at something: a list of checks, made while somebody types.
import {fill, h} from './dom.js';
import {capital} from './format.js';
import {icon} from './icons.js';

const CALM = 1000;

export const checkItems = checks => checks.map(check => h('li', {class: check.result}, icon({good: 'good', bad: 'bad', warn: 'warn', wait: 'wait'}[check.result] ?? 'about'), h('b', {}, capital(check.name)),
  h('span', {class: 'wrap'}, check.found, check.remedy && h('span', {class: 'soft'}, ` ${check.remedy}`))));

export const told = (name, result, found) => ({name, result, found, remedy: ''});

/**
 * A list that is filled anew when somebody stopped typing. read(): what is to be looked at, null while it is not complete; look(wanted): the checks.
 * An answer that comes after the next letter is dropped.
 */
export function liveChecks(read, look) {
  const element = h('ul', {class: 'checks', 'aria-live': 'polite'});
  let timer = null, turn = 0, last = null;
  const go = async wanted => {
    const mine = ++turn;
    last = JSON.stringify(wanted);
    fill(element, checkItems([told('check', 'wait', 'Looking…')]));
    try {
      const checks = await look(wanted);
      if (mine === turn) fill(element, checkItems(checks));
    } catch (problem) {
      if (mine === turn) fill(element, checkItems([told('check', 'skipped', problem.message)]));
    }
  };
  return {
    element,
    /** Something was typed. */
    typed() {
      clearTimeout(timer);
      const wanted = read();
      if (JSON.stringify(wanted) === last) return;
      turn++;
      last = null;
      fill(element);
      if (wanted) timer = setTimeout(() => go(wanted), CALM);
    },
    now(wanted) { clearTimeout(timer); return go(wanted); },
    stop() { clearTimeout(timer); turn++; }
  };
}
