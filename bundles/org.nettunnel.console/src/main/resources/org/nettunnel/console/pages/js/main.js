// Start: who is asking, which screens this node has for them, and the way between screens by the address after #.
import {accessOf, can, get, onSessionEnd, post, readOperations, useCsrf} from './api.js';
import {fill, h} from './dom.js';
import {applyTheme, frame} from './frame.js';
import * as live from './live.js';
import {failed} from './notice.js';
import {showGate} from './screens/gate.js';

const app = document.getElementById('app');
/** needs: operations without which a screen is not shown; to whom: its first one's access decides. */
const SCREENS = [
  ['', [
    {path: '/', label: 'Overview', icon: 'overview', module: 'overview', needs: []},
    {path: '/tunnels', label: 'Tunnels', icon: 'tunnel', module: 'tunnels', needs: [], count: ({tunnels}) => {
      const down = [...tunnels.values()].filter(tunnel => !['established', 'stopped', 'invited'].includes(tunnel.status)).length;
      return down ? {value: down, kind: 'bad', label: `${down} not established`} : null;
    }},
    {path: '/connections', label: 'Connections', icon: 'link', module: 'connections', needs: [], count: ({tunnels}) => {
      const open = [...tunnels.values()].reduce((sum, tunnel) => sum + tunnel.traffic.openStreams, 0);
      return open ? {value: open.toLocaleString('en'), label: `${open} open`} : null;
    }},
    {path: '/other', label: 'The other end', icon: 'tunnel', module: 'other', needs: ['POST /tunnels/{id}/peer'], quiet: true}]],
  ['Access', [
    {path: '/users', label: 'Users', icon: 'users', module: 'users', needs: ['GET /users']},
    {path: '/account', label: 'Your account', icon: 'key', module: 'account', needs: ['GET /tokens']}]],
  ['Watch', [
    {path: '/log', label: 'Log', icon: 'log', module: 'log', needs: ['GET /log']},
    {path: '/audit', label: 'Audit', icon: 'audit', module: 'audit', needs: ['GET /audit']},
    {path: '/doctor', label: 'Doctor', icon: 'doctor', module: 'doctor', needs: ['POST /doctor']}]],
  ['Node', [
    {path: '/bundles', label: 'Bundles', icon: 'bundle', module: 'bundles', needs: ['GET /bundles'], administrator: true},
    {path: '/settings', label: 'Settings', icon: 'settings', module: 'settings', needs: [], administrator: true},
    {path: '/upkeep', label: 'Backup', icon: 'upkeep', module: 'upkeep', needs: ['POST /backup']},
    {path: '/about', label: 'About', icon: 'about', module: 'about', needs: []}]]
];
let shell = null, current = null, user = null, sections = [], turn = 0;

function sectionsFor(role) {
  const administrator = role === 'administrator';
  const open = screen => (administrator || !screen.administrator) && screen.needs.every(need => can(need) && (administrator || accessOf(need) !== 'ADMINISTRATOR'));
  return SCREENS.map(([heading, screens]) => [heading, screens.filter(open)]).filter(([, screens]) => screens.length > 0);
}

async function enter(session) {
  user = session;
  useCsrf(session.csrf);
  await readOperations();
  sections = sectionsFor(session.role);
  await live.start();
  const account = sections.some(([, screens]) => screens.some(screen => screen.path === '/account'));
  shell = frame({sections, user, onLogOut: logOut, onAccount: account ? () => { location.hash = '#/account'; } : null});
  fill(app, shell.element);
  await route();
}

async function logOut() {
  await post('/logout').catch(failed);
  leave();
}

function leave(sentence) {
  current?.close?.();
  current = null;
  shell?.close();
  shell = null;
  live.stop();
  useCsrf('');
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close();
  document.title = 'NetTunnel';
  showGate(app, {sentence, onEnter: enter});
}

async function route() {
  if (!shell) return;
  const [path, query = ''] = (location.hash.slice(1) || '/').split('?');
  const screens = sections.flatMap(([, list]) => list), wanted = screens.find(screen => screen.path === path) ?? screens[0];
  const mine = ++turn;
  try {
    const {open} = await import(`./screens/${wanted.module}.js`);
    if (mine !== turn || !shell) return;
    current?.close?.();
    current = null;
    const opened = await open({user, query: new URLSearchParams(query), administrator: user.role === 'administrator'});
    if (mine !== turn || !shell) { opened.close?.(); return; }
    current = opened;
    shell.show(wanted.path, wanted.label, current.element);
    current.shown?.();
  } catch (problem) {
    failed(problem);
  }
}

applyTheme();
window.addEventListener('hashchange', async () => {
  await route();
  document.querySelector('.screen h1')?.focus({preventScroll: true});
});
onSessionEnd(problem => { if (shell) leave(problem.message); });
try {
  await enter(await get('/session', {quiet: true}));
} catch (problem) {
  fill(app, h('div'));
  showGate(app, {problem, onEnter: enter});
}
