// The node at the other end of a tunnel, steered through it: a login there, then its tunnels and endpoints.
import {fill, h} from '../dom.js';
import {field, note, showProblem, wrong} from '../form.js';
import {button, screen} from '../frame.js';
import {live} from '../live.js';
import {attempt} from '../notice.js';
import {post, there} from '../side.js';
import {lists} from './tunnels.js';

export async function open({query}) {
  const tunnel = live.tunnels.get(query.get('tunnel'));
  if (!tunnel) return {element: screen('The other end', null, [], note('warn', 'Choose a tunnel first: Tunnels, its menu, The other end.'))};
  const side = there(tunnel.id), place = h('div', {class: 'grow fill'}), who = h('span');
  const out = button('Log out there', 'out', () => attempt(async () => { await post(side, '/logout'); enter(); }, 'Logged out at the other end.'));
  let shown = null, forget = () => {};

  function leave() {
    forget();
    shown?.close();
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
    shown = lists(side, {session, query: new URLSearchParams({tunnel: tunnel.id})});
    fill(who, `You are ${session.user} there, ${session.role === 'administrator' ? 'an administrator' : 'a limited user'}; node ${side.live.node.name}, NetTunnel ${side.live.node.version}.`);
    out.hidden = false;
    const lost = h('div', {role: 'alert'});
    forget = side.watch(state => {
      if (state.lost?.status === 401) enter('The session at the other end is over; log in again.');
      else fill(lost, state.lost && note('warn', `${state.lost.message} What is shown is what was last known.`));
    });
    fill(place, lost, shown.element);
  }

  const session = await side.exchange('GET', '/session').catch(problem => problem);
  if (session instanceof Error) enter(session.status === 401 ? null : session.message);
  else await show(session.value).catch(problem => enter(problem.message));
  const element = screen(`The other end of ${tunnel.name}`, who, [button('Back to this node', 'tunnel', () => { location.hash = `#/tunnels?tunnel=${tunnel.id}`; }), out], place);
  element.classList.add('full');
  return {element, close() { leave(); side.close(); }};
}
