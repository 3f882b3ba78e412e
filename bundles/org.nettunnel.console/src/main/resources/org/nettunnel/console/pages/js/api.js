// The one way to the node: JSON over /api/v1 with the session's cookie. Errors are problem documents and come out as Problem.
const PREFIX = '/api/v1', PATIENCE = 5, LONGEST_WAIT = 5;
let csrf = '';
let paths = null;
const listeners = new Set();

export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || body?.title || (status === 0 ? 'The node does not answer.' : `The node answered with status ${status}.`));
    this.status = status;
    this.type = body?.type ?? '';
    this.fields = body?.fields ?? [];
  }
}

/** Called with the problem when the session is over. */
export const onSessionEnd = listener => listeners.add(listener);

export function useCsrf(value) {
  csrf = value ?? '';
}

async function send(method, path, body, options) {
  const headers = {Accept: 'application/json'};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET') headers['X-NetTunnel-CSRF'] = csrf;
  if (options.ifMatch) headers['If-Match'] = options.ifMatch;
  try {
    return await fetch(PREFIX + path, {method, headers, credentials: 'same-origin', cache: 'no-store', redirect: 'error', signal: options.signal,
      body: body === undefined ? undefined : JSON.stringify(body)});
  } catch (failed) {
    if (failed.name === 'AbortError') throw failed;
    throw new Problem(0, null);
  }
}

/** Asks, and asks again when the node wants people to go slower: a call that was refused so was not begun. */
async function patiently(method, path, body, options) {
  for (let tries = 0; ; tries++) {
    const response = await send(method, path, body, options);
    if (response.status !== 429 || tries === PATIENCE || path === '/login' || path === '/join' || path === '/setup') return response;
    const seconds = Number(response.headers.get('Retry-After')) || 1;
    if (seconds > LONGEST_WAIT) return response;
    await new Promise(resolve => setTimeout(resolve, (seconds + Math.random() * tries) * 1000));
  }
}

/** Answers {value, etag}. */
export async function exchange(method, path, body, options = {}) {
  const response = await patiently(method, path, body, options);
  const type = response.headers.get('Content-Type') ?? '';
  const value = type.includes('json') ? await response.json().catch(() => null) : null;
  if (response.ok) return {value, etag: response.headers.get('ETag')};
  const problem = new Problem(response.status, value);
  if (response.status === 401 && !options.quiet) for (const listener of listeners) listener(problem);
  throw problem;
}

export const get = async (path, options) => (await exchange('GET', path, undefined, options)).value;
export const post = async (path, body, options) => (await exchange('POST', path, body, options)).value;
export const remove = async (path, options) => (await exchange('DELETE', path, undefined, options)).value;
export const at = (...parts) => '/' + parts.map(part => encodeURIComponent(part)).join('/');

/** Which operations this node has, each with its access and query parameters. Screens whose operations are not there are not shown. */
export async function readOperations() {
  const known = {}, document = await get('/openapi.json', {quiet: true});
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, operation] of Object.entries(methods))
      known[`${method.toUpperCase()} ${path.startsWith(PREFIX) ? path.slice(PREFIX.length) : path}`] = {
        access: String(operation['x-nettunnel-access'] ?? '').toUpperCase(),
        query: (operation.parameters ?? []).filter(one => one.in === 'query').map(one => one.name)
      };
  paths = known;
}

export const can = operation => paths !== null && operation in paths;
export const accessOf = operation => paths?.[operation]?.access ?? null;
export const takes = (operation, parameter) => paths?.[operation]?.query.includes(parameter) ?? false;

/** All pages of a list. ask: exchange, of this node or another; size: of a page. */
export async function all(path, field, most = 10000, ask = exchange, size = 1000) {
  const found = [];
  let cursor = null;
  do {
    const asked = new URLSearchParams(takes(`GET ${path}`, 'limit') ? {limit: String(size)} : {});
    if (cursor) asked.set('cursor', cursor);
    const page = (await ask('GET', asked.size ? `${path}?${asked}` : path)).value;
    found.push(...page[field]);
    cursor = page.next ?? null;
  } while (cursor && found.length < most);
  return found;
}
