// Dialogs on the browser's own <dialog>: focus stays inside, Escape closes.
import {fill, h, id} from './dom.js';
import {icon} from './icons.js';
import {showProblem} from './form.js';

/**
 * Opens a dialog. body: elements; buttons: {label, first, danger, left, run}. A button's run may be async: while it runs the dialog waits,
 * what it throws is shown, and when it answers false the dialog stays.
 */
export function openDialog({title, about, body = [], buttons = [], wide = false, onClose}) {
  const heading = id('title'), wrong = h('div', {role: 'alert'}), content = h('div', {class: 'body'}), footer = h('footer');
  const form = h('form', {method: 'dialog', novalidate: true},
    h('header', {}, h('div', {}, h('h2', {id: heading}, title), about && h('p', {class: 'soft'}, about)),
      h('button', {type: 'button', class: 'button plain icon-only', 'aria-label': 'Close', on: {click: () => dialog.close()}}, icon('close'))),
    content, footer);
  const dialog = h('dialog', {class: `dialog${wide ? ' wide' : ''}`, 'aria-labelledby': heading}, form);
  let onSubmit = null;

  const self = {
    element: dialog,
    close: () => dialog.close(),
    isOpen: () => dialog.open,
    heading: words => { form.querySelector('h2').textContent = words; },
    show(elements, wanted) {
      fill(wrong);
      fill(content, elements, wrong);
      onSubmit = null;
      fill(footer, wanted.map(button => buttonOf(button)));
      (content.querySelector('input:not([type=hidden]), select, textarea') ?? footer.querySelector('.first') ?? footer.querySelector('button'))?.focus();
    }
  };

  function buttonOf(button) {
    const element = h('button', {type: button.first ? 'submit' : 'button',
      class: `button${button.first ? ' first' : ''}${button.danger ? ' danger' : ''}${button.left ? ' left' : ''}`}, button.icon && icon(button.icon), button.label);
    const press = async () => {
      fill(wrong);
      element.disabled = true;
      try {
        if (await button.run?.(self) !== false && dialog.open && !button.stay) dialog.close();
      } catch (problem) {
        showProblem(content, wrong, problem);
      } finally {
        element.disabled = false;
      }
    };
    if (button.first) onSubmit = press;
    else element.addEventListener('click', press);
    return element;
  }

  form.addEventListener('submit', event => { event.preventDefault(); onSubmit?.(); });
  dialog.addEventListener('close', () => { dialog.remove(); onClose?.(); });
  document.getElementById('layers').append(dialog);
  dialog.showModal();
  self.show(body, buttons);
  return self;
}

/** Asks before something that cannot be undone; runs it and shows what went wrong in place. */
export function confirm({title, sentence, button, danger = true, extra = [], run}) {
  openDialog({title, body: [h('p', {}, sentence), ...extra],
    buttons: [{label: 'Cancel'}, {label: button, first: true, danger, run}]});
}

/** Shows one thing that is good once: an invite, a token. */
export function showOnce({title, sentence, parts}) {
  openDialog({title, body: [h('p', {}, sentence), ...parts], buttons: [{label: 'Done', first: true}]});
}
