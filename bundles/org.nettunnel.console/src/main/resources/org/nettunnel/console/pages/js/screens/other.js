// The node at the other end of a tunnel, steered through it: a login there, then its tunnels and endpoints.
import {fill, h} from '../dom.js';
import {field, note, showProblem, wrong} from '../form.js';
import {button, screen} from '../frame.js';
import {live} from '../live.js';
import {attempt} from '../notice.js';
import {post, there} from '../side.js';
import {lists} from './tunnels.js';

/** What there is to see of that node. Each screen is the one that this node has, pointed there. */
const TABS = [
  ['tunnels', 'Tunnels and endpoints', async (side, session, tunnel) => lists(side, {session, query: new URLSearchParams({tunnel})})],
  ['connections', 'Connections', screenOf('connections')],
  ['users', 'Users', screenOf('users'), 'its users'],
  ['log', 'Log', screenOf('log'), 'its log'],
  ['settings', 'Settings', screenOf('settings'), 'its settings'],
  ['bundles', 'Bundles', screenOf('bundles'), 'its bundles'],
  ['audit', 'Audit', screenOf('audit'), 'its audit log']];

/** Below the heading of this screen, so that its own is one of the second order. */
function screenOf(module) {
  return async (side, session) => {
    const {open} = await import(`./${module}.js`);
    const opened = await open({user: session, administrator: session.role === 'administrator', query: new URLSearchParams(), side});
    const heading = opened.element.querySelector('h1');
    heading.replaceWith(h('h2', {}, heading.textContent));
    return opened;
  };
}


export async function open({query}) {
  const tunnel = live.tunnels.get(query.get('tunnel'));
  if (!tunnel) return {element: screen('The other end', null, [], note('warn', 'Choose a tunnel first: Tunnels, its menu, The other end.'))};
  const side = there(tunnel.id), place = h('div', {class: 'grow fill'}), who = h('span');
  const out = button('Log out there', 'out', () => attempt(async () => { await post(side, '/logout'); enter(); }, 'Logged out at the other end.'));
  let shown = null, forget = () => {};

  function leave() {
    forget();
    shown?.close?.();
    shown = null;
    out.hidden = true;
    fill(who);
  }

  function enter(sentence) {
    leave();
    const user = field('User there', {name: 'user', autocomplete: 'off'}), password = field('Password there', {name: 'password', type: 'password', autocomplete: 'off'});
    const wrongs = h('div', {role: 'alert'}), content = h('div', {class: 'pair'}, user.element, password.element);
    const submit = h('button', {type: 'submit', class: 'button first'}, 'Log in there');
    fill(place, h('section', {class: 'card'}, h('header', {}, h('div', {}, h('h2', {}, `Log in at the other end of ${tunnel.name}`), h('p', {class: 'soft small'}, 'With an account of that node. It gives you the rights, and notes what you do; the password goes through the tunnel and is kept nowhere.'))),
      h('form', {class: 'body stack', novalidate: true, on: {submit: async event => {
        event.preventDefault();
        fill(wrongs);
        submit.disabled = true;
        try {
          if (!user.value) throw wrong(user, 'Say who you are there.');
          await post(side, '/login', {user: user.value, password: password.input.value});
          await show((await side.exchange('GET', '/session')).value);
        } catch (problem) {
          showProblem(content, wrongs, problem);
        } finally {
          password.value = '';
          submit.disabled = false;
        }
      }}}, sentence && note('warn', sentence), content, wrongs, h('div', {}, submit))));
    user.input.focus();
  }

  async function show(session) {
    await side.refresh();
    if (side.live.lost) throw side.live.lost;
    fill(who, `You are ${session.user} there, ${session.role === 'administrator' ? 'an administrator' : 'a limited user'}; node ${side.live.node.name}, NetTunnel ${side.live.node.version}.`);
    out.hidden = false;
    const lost = h('div', {role: 'alert'});
    forget = side.watch(state => {
      if (state.lost?.status === 401) enter('The session at the other end is over; log in again.');
      else fill(lost, state.lost && note('warn', `${state.lost.message} What is shown is what was last known.`));
    });
    const panel = h('div', {class: 'grow fill', role: 'tabpanel', 'aria-label': 'What is shown of that node'}), tabs = new Map();
    let turn = 0;
    const choose = async (name, open, what) => {
      const mine = ++turn;
      for (const [own, tab] of tabs) { tab.setAttribute('aria-selected', String(own === name)); tab.tabIndex = own === name ? 0 : -1; }
      shown?.close?.();
      shown = null;
      if (what && session.role !== 'administrator') { fill(panel, note('', `Only administrators of that node see ${what}, and ${session.user} is a limited user there.`)); return; }
      try {
        const opened = await open(side, session, tunnel.id);
        if (mine !== turn || side.closed) { opened.close?.(); return; }
        shown = opened;
        fill(panel, opened.element);
        opened.shown?.();
      } catch (problem) {
        if (mine === turn) fill(panel, note('bad', problem.message));
      }
    };
    for (const [name, label, open, what] of TABS) tabs.set(name, h('button', {type: 'button', role: 'tab', class: 'tab', on: {click: () => choose(name, open, what)}}, label));
    const move = event => {
      const all = [...tabs.values()], to = {ArrowRight: 1, ArrowLeft: -1}[event.key];
      if (!to) return;
      const next = all[(all.indexOf(document.activeElement) + to + all.length) % all.length];
      next.focus();
      next.click();
    };
    fill(place, lost, h('div', {class: 'tabs', role: 'tablist', 'aria-label': 'Parts of that node', on: {keydown: move}}, [...tabs.values()]), panel);
    const [name, , open] = TABS[0];
    await choose(name, open);
  }

  const session = await side.exchange('GET', '/session').catch(problem => problem);
  if (session instanceof Error) enter(session.status === 401 ? null : session.message);
  else await show(session.value).catch(problem => enter(problem.message));
  const element = screen(`The other end of ${tunnel.name}`, who, [button('Back to this node', 'tunnel', () => { location.hash = `#/tunnels?tunnel=${tunnel.id}`; }), out], place);
  element.classList.add('full');
  return {element, close() { leave(); side.close(); }};
}
