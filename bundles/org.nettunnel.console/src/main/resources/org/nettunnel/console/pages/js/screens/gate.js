// The door: first start, login, and joining by an invite.
import {get, post, useCsrf} from '../api.js';
import {fill, h} from '../dom.js';
import {field, note, showProblem, wrong} from '../form.js';
import {themeButton} from '../frame.js';

const SHORTEST = 12;

/** problem: why there is no session, as the node said; sentence: why it ended. */
export function showGate(app, {problem, sentence, onEnter}) {
  const invite = location.hash.startsWith('#/join?') ? new URLSearchParams(location.hash.slice('#/join?'.length)).get('code') : null;
  const first = problem?.type?.endsWith('/not-set-up') ?? false;
  const enter = async session => {
    useCsrf(session.csrf);
    if (location.hash.startsWith('#/join')) history.replaceState(null, '', '#/');
    await onEnter(session);
  };
  if (invite) join(app, enter, invite);
  else if (first) setUp(app, enter);
  else logIn(app, enter, sentence ?? (problem && problem.status !== 401 ? problem.message : null));
}

const login = (user, password) => post('/login', {user, password, cookie: true}, {quiet: true});

function card(app, title, about, fields, button, run, more) {
  const place = h('div', {role: 'alert'}), content = h('div', {class: 'stack'}, fields.map(one => one.element ?? one)), submit = h('button', {type: 'submit', class: 'button first'}, button);
  const form = h('form', {novalidate: true, on: {submit: async event => {
    event.preventDefault();
    fill(place);
    submit.disabled = true;
    try { await run(); } catch (problem) { showProblem(content, place, problem); } finally { submit.disabled = false; }
  }}}, h('div', {class: 'logo'}, h('img', {src: '/mark.svg', alt: ''}), h('div', {}, h('h1', {}, title), h('p', {class: 'soft small'}, location.host))),
    about && h('p', {class: 'soft'}, about), content, place, submit, more);
  fill(app, h('main', {class: 'gate'}, h('div', {}, h('div', {class: 'card'}, form), h('footer', {}, themeButton()))));
  content.querySelector('input')?.focus();
}

function logIn(app, enter, sentence) {
  const user = field('User', {name: 'user', autocomplete: 'username'}), password = field('Password', {name: 'password', type: 'password', autocomplete: 'current-password'});
  card(app, 'Log in', null, [sentence ? note('warn', sentence) : h('span', {hidden: true}), user, password], 'Log in', async () => {
    if (!user.value) throw wrong(user, 'Say who you are.');
    try {
      await enter(await login(user.value, password.input.value));
    } catch (problem) {
      if (problem.type?.endsWith('/not-set-up')) return setUp(app, enter);
      throw problem;
    }
  }, h('button', {type: 'button', class: 'button plain', on: {click: () => setUp(app, enter)}}, 'First start? Set up this node'));
}

function twice(password, again) {
  if (password.input.value.length < SHORTEST) throw wrong(password, `A password has at least ${SHORTEST} characters.`);
  if (password.input.value !== again.input.value) throw wrong(again, 'The two are not the same.');
}

function setUp(app, enter) {
  const code = field('Setup code', {name: 'code', hint: 'The node printed it at its first start, on its console and nowhere else.'});
  const user = field('Your user name', {name: 'user', value: 'root', autocomplete: 'username'});
  const password = field('Password', {name: 'password', type: 'password', autocomplete: 'new-password', hint: `At least ${SHORTEST} characters; a sentence is good.`});
  const again = field('Password again', {type: 'password', name: 'again', autocomplete: 'new-password'});
  card(app, 'Set up this node', 'You become its first administrator.', [code, user, password, again], 'Set up', async () => {
    if (!code.value) throw wrong(code, 'Enter the code that the node printed.');
    twice(password, again);
    await post('/setup', {code: code.value, user: user.value, password: password.input.value}, {quiet: true});
    await enter(await login(user.value, password.input.value));
  }, h('button', {type: 'button', class: 'button plain', on: {click: () => logIn(app, enter)}}, 'It is set up already? Log in'));
}

function join(app, enter, code) {
  const password = field('Choose a password', {name: 'password', type: 'password', autocomplete: 'new-password', hint: `At least ${SHORTEST} characters; a sentence is good.`});
  const again = field('Password again', {name: 'again', type: 'password', autocomplete: 'new-password'});
  card(app, 'Welcome', 'Somebody invited you to this node. Choose a password; the invite can be used once.', [password, again], 'Join', async () => {
    twice(password, again);
    const joined = await post('/join', {code, password: password.input.value}, {quiet: true});
    history.replaceState(null, '', '#/');
    await enter(await login(joined.name, password.input.value));
  });
}
