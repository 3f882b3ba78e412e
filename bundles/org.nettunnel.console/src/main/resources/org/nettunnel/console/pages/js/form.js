// Fields with their labels, hints and errors.
import {announce, fill, h, id} from './dom.js';
import {icon} from './icons.js';

/** A labelled input. options: type, value, hint, name (as in the API, for errors of one field), placeholder, area, choices, and attributes. */
export function field(label, options = {}) {
  const own = id('field'), hint = options.hint ? id('hint') : null;
  const common = {id: own, 'data-field': options.name, 'aria-describedby': hint, required: options.required, value: options.value, ...options.attributes};
  let input;
  if (options.choices) input = h('select', {...common, value: null, class: 'select'}, options.choices.map(([value, words]) => h('option', {value}, words)));
  else if (options.area) input = h('textarea', {...common, class: 'area', rows: options.rows ?? 4, spellcheck: 'false', placeholder: options.placeholder});
  else input = h('input', {type: options.type ?? 'text', ...common, class: 'input', placeholder: options.placeholder, spellcheck: 'false',
    autocomplete: options.autocomplete ?? 'off', autocapitalize: 'none'});
  if (options.choices && options.value !== undefined) input.value = options.value;
  const element = h('div', {class: 'field'}, h('label', {for: own}, label), input, hint && h('div', {class: 'hint', id: hint}, options.hint));
  return {element, input, get value() { return input.value.trim(); }, set value(given) { input.value = given; }};
}

export function tick(label, checked, hint) {
  const input = h('input', {type: 'checkbox', checked});
  const element = h('label', {class: 'tick'}, input, h('span', {}, label, hint && h('span', {class: 'soft small'}, ' ', hint)));
  return {element, input, get value() { return input.checked; }};
}

/** One of a few, each with its explanation. */
export function choice(legend, options, chosen) {
  const name = id('choice');
  const element = h('fieldset', {}, h('legend', {class: 'unseen'}, legend), h('div', {class: 'choice'}, options.map(([value, title, words]) =>
    h('label', {}, h('input', {type: 'radio', name, value, checked: value === chosen}), h('b', {}, title), h('span', {}, words)))));
  return {element, get value() { return element.querySelector(':checked')?.value ?? null; }};
}

export function searchBox(label, onInput) {
  const input = h('input', {type: 'search', class: 'input', placeholder: label, 'aria-label': label, spellcheck: 'false', autocomplete: 'off', on: {input: () => onInput(input.value.trim().toLowerCase())}});
  return h('div', {class: 'search'}, icon('search'), input);
}

export function note(kind, ...words) {
  return h('div', {class: `note ${kind}`}, icon({bad: 'bad', warn: 'warn', good: 'good'}[kind] ?? 'about'), h('div', {}, words));
}

export function empty(title, sentence, ...more) {
  return h('div', {class: 'empty'}, h('b', {}, title), sentence && h('p', {}, sentence), more);
}

/** Shows a problem at the fields it names, the rest as a note. */
export function showProblem(content, place, problem) {
  for (const old of content.querySelectorAll('[aria-invalid]')) {
    old.removeAttribute('aria-invalid');
    old.parentElement.querySelector('.wrong')?.remove();
  }
  fill(place, note('bad', problem.message));
  for (const {field: name, detail} of problem.fields ?? []) {
    const input = content.querySelector(`[data-field="${CSS.escape(name)}"]`);
    if (!input) continue;
    input.setAttribute('aria-invalid', 'true');
    input.parentElement.append(h('div', {class: 'wrong'}, detail));
  }
  content.querySelector('[aria-invalid]')?.focus();
  place.scrollIntoView({block: 'nearest'});
}

/** A secret with a button that copies it. */
export function copyable(secret, label = 'Copy') {
  const button = h('button', {type: 'button', class: 'button', on: {click: async () => {
    await navigator.clipboard.writeText(secret).then(() => announce('Copied.'), () => announce('Copying was not allowed; select the text.'));
    button.lastChild.textContent = 'Copied';
  }}}, icon('copy'), h('span', {}, label));
  return h('div', {class: 'secret'}, h('code', {tabindex: '0', 'aria-label': 'Text to copy'}, secret), button);
}

export function facts(pairs) {
  return h('dl', {class: 'facts'}, pairs.filter(Boolean).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value ?? '–')]));
}

/** A problem whose place is a field of the form. */
export function wrong(input, sentence) {
  const problem = new Error(sentence);
  if (input.input.dataset.field) problem.fields = [{field: input.input.dataset.field, detail: sentence}];
  return problem;
}
