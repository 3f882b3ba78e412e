// A menu of actions: by button, right click or the keyboard.
import {h} from './dom.js';
import {icon} from './icons.js';

/** items: {label, icon, run, danger, off (reason why not)} or '-' for a line. */
export function openMenu(at, title, items, back) {
  const menu = h('div', {class: 'menu', role: 'menu', 'aria-label': title, tabindex: '-1', popover: 'manual'});
  if (title) menu.append(h('div', {class: 'title', role: 'presentation'}, title));
  for (const item of items) {
    if (!item) continue;
    if (item === '-') { menu.append(h('hr', {role: 'separator'})); continue; }
    menu.append(h('button', {type: 'button', role: 'menuitem', tabindex: '-1', class: item.danger ? 'danger' : null, disabled: Boolean(item.off), title: item.off || null,
      on: {click: () => { menu.hidePopover(); item.run(); }}}, icon(item.icon ?? 'dot'), item.label));
  }
  document.getElementById('layers').append(menu);
  const shown = new AbortController();
  menu.addEventListener('toggle', event => {
    if (event.newState !== 'closed') return;
    shown.abort();
    menu.remove();
    // unless what was pressed instead took it
    if (document.activeElement === document.body && !document.querySelector('dialog[open]')) back?.focus?.();
  });
  // not popover=auto: that one closes when the very button is released whose press opened it
  document.addEventListener('pointerdown', event => { if (!menu.contains(event.target)) menu.hidePopover(); }, {capture: true, signal: shown.signal});
  menu.addEventListener('keydown', event => move(event, menu));
  menu.showPopover();
  const box = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.x, innerWidth - box.width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(at.y, innerHeight - box.height - 8))}px`;
  (menu.querySelector('button:not(:disabled)') ?? menu).focus();
}

function move(event, menu) {
  const buttons = [...menu.querySelectorAll('button:not(:disabled)')];
  const here = buttons.indexOf(document.activeElement);
  const to = {ArrowDown: (here + 1) % buttons.length, ArrowUp: (here - 1 + buttons.length) % buttons.length, Home: 0, End: buttons.length - 1}[event.key];
  if (event.key === 'Tab') menu.hidePopover();
  if (event.key === 'Escape') { event.preventDefault(); menu.hidePopover(); }
  if (to === undefined) return;
  event.preventDefault();
  buttons[to]?.focus();
}

/** A button that opens a menu below itself. */
export function menuButton(label, items, picture = 'more') {
  const button = h('button', {type: 'button', class: 'button plain tiny icon-only', 'aria-haspopup': 'menu', 'aria-label': label, tabindex: '-1'}, icon(picture));
  button.addEventListener('click', event => {
    event.stopPropagation();
    const box = button.getBoundingClientRect();
    openMenu({x: box.left, y: box.bottom + 4}, label, items(), button);
  });
  return button;
}
