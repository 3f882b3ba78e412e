// Short messages at the corner, told to screen readers too.
import {announce, h} from './dom.js';
import {icon} from './icons.js';

function place() {
  const layers = document.getElementById('layers');
  return layers.querySelector('.toasts') ?? layers.appendChild(h('div', {class: 'toasts', role: 'region', 'aria-label': 'Messages'}));
}

function show(kind, sentence, millis) {
  const close = h('button', {class: 'button plain tiny icon-only', type: 'button', 'aria-label': 'Dismiss', on: {click: () => toast.remove()}}, icon('close'));
  const toast = h('div', {class: `toast ${kind}`}, icon(kind === 'bad' ? 'bad' : 'good'), h('p', {}, sentence), close);
  place().append(toast);
  announce(sentence);
  setTimeout(() => toast.remove(), millis);
  while (place().children.length > 4) place().firstChild.remove();
}

export const done = sentence => show('good', sentence, 5000);
export const failed = problem => show('bad', problem?.message ?? String(problem), 12000);

/** Runs a step and shows how it ended; answers whether it went well. */
export async function attempt(step, sentence) {
  try {
    await step();
    if (sentence) done(sentence);
    return true;
  } catch (problem) {
    failed(problem);
    return false;
  }
}
