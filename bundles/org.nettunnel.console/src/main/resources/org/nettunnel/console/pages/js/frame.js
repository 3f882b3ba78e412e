// What surrounds each screen: navigation, the node's name and rates, theme and account.
import {fill, h, text} from './dom.js';
import {icon} from './icons.js';
import {rate} from './format.js';
import {live, watch} from './live.js';
import {openMenu} from './menu.js';

const THEMES = [['', 'half', 'As the system'], ['light', 'sun', 'Light'], ['dark', 'moon', 'Dark']];

export function applyTheme(theme = localStorage.getItem('theme') ?? '') {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.dispatchEvent(new Event('theme'));
}

function setTheme(theme) {
  localStorage.setItem('theme', theme);
  applyTheme(theme);
}

export function themeButton() {
  const button = h('button', {type: 'button', class: 'button plain icon-only', 'aria-haspopup': 'menu', 'aria-label': 'Light or dark', on: {click: () => {
    const box = button.getBoundingClientRect();
    openMenu({x: box.right - 210, y: box.bottom + 6}, 'Appearance', THEMES.map(([theme, picture, label]) => ({label, icon: picture, run: () => setTheme(theme)})), button);
  }}}, icon('half'));
  return button;
}

/** sections: [[heading, [screen]]]; screen: {path, label, icon, count(live)}. */
export function frame({sections, user, onLogOut, onAccount}) {
  const links = new Map(), main = h('main', {class: 'main', id: 'main', tabindex: '-1'});
  const name = h('b'), place = h('span', {class: 'soft small'}), down = h('b'), upward = h('b');
  const lost = h('div', {class: 'lost', role: 'alert', hidden: true}, icon('warn'), h('span'));
  const nav = h('nav', {class: 'nav', 'aria-label': 'Screens'}, h('a', {class: 'brand', href: '#/'}, h('img', {src: '/mark.svg', alt: ''}), 'NetTunnel'), sections.map(([heading, screens]) => [heading && h('h2', {}, heading), screens.filter(screen => !screen.quiet).map(screen => {
    const count = h('span', {class: 'count', hidden: true});
    const link = h('a', {href: `#${screen.path}`}, icon(screen.icon), screen.label, count);
    links.set(screen.path, {link, count, screen});
    return link;
  })]));
  const version = h('div', {class: 'foot'});
  nav.append(version);
  const account = h('button', {type: 'button', class: 'button plain', 'aria-haspopup': 'menu', on: {click: () => {
    const box = account.getBoundingClientRect();
    openMenu({x: box.right - 220, y: box.bottom + 6}, user.role === 'administrator' ? 'Administrator' : 'Limited user', [
      onAccount && {label: 'Your account and tokens', icon: 'key', run: onAccount},
      {label: 'Log out', icon: 'out', run: onLogOut}], account);
  }}}, icon('user'), user.user);
  const element = h('div', {class: 'shell'},
    h('a', {class: 'skip', href: '#main', on: {click: event => { event.preventDefault(); main.focus(); }}}, 'Skip to the screen'),
    h('header', {class: 'top'}, h('div', {class: 'where'}, name, place),
      h('div', {class: 'flow'}, h('span', {}, 'Received ', down), h('span', {}, 'Sent ', upward)), themeButton(), account),
    nav, main);
  main.append(lost);
  const body = main.appendChild(h('div', {class: 'grow'}));
  body.style.height = '100%';

  const end = watch(state => {
    lost.hidden = !state.lost;
    if (state.lost) text(lost.lastChild, state.lost.status === 0 ? 'The node does not answer. What is shown is what was last known.' : state.lost.message);
    if (!state.node) return;
    text(name, state.node.name);
    text(place, state.node.listening.join(', '));
    text(version, `NetTunnel ${state.node.version}`);
    const rates = [...state.rates.values()];
    text(down, rate(rates.reduce((sum, one) => sum + one.receivedPerSecond, 0)));
    text(upward, rate(rates.reduce((sum, one) => sum + one.sentPerSecond, 0)));
    for (const {count, screen} of links.values()) {
      const shown = screen.count?.(live);
      count.hidden = !shown;
      if (shown) { text(count, shown.value); count.className = `count ${shown.kind ?? ''}`; count.setAttribute('aria-label', shown.label); }
    }
  });
  return {
    element, main,
    show(path, label, content) {
      for (const [own, {link}] of links) if (own === path) link.setAttribute('aria-current', 'page'); else link.removeAttribute('aria-current');
      document.title = `${label} · NetTunnel`;
      fill(body, content);
      main.scrollTop = 0;
    },
    close: end
  };
}

/** The head and body of a screen. */
export function screen(title, about, acts, ...body) {
  return h('div', {class: 'screen'}, h('header', {}, h('div', {}, h('h1', {tabindex: '-1'}, title), about && h('p', {}, about)), acts?.length ? h('div', {class: 'line'}, acts) : null), body);
}

export function button(label, picture, run, kind = '') {
  return h('button', {type: 'button', class: `button ${kind}`, on: {click: run}}, picture && icon(picture), label);
}
