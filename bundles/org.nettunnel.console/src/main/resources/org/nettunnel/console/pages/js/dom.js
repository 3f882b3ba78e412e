// Elements from plain values. Text goes in as text nodes only; nothing here makes markup of a string.

/** h('button', {class: 'x', disabled: true, on: {click}}, 'text', child, [children]); null and false children are left out. */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'on') for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    else if (name === 'value' || name === 'checked' || name === 'indeterminate') element[name] = value;
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  add(element, children);
  return element;
}

export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** Puts these children in the place of all that is there. */
export function fill(element, ...children) {
  element.replaceChildren();
  return add(element, children);
}

/** Sets text only where it differs, so that selections and screen readers are left alone. */
export function text(element, value) {
  const wanted = String(value);
  if (element.textContent !== wanted) element.textContent = wanted;
}

let last = 0;
/** An id that no other element has. */
export function id(prefix = 'e') {
  return `${prefix}-${++last}`;
}

/** Says something to people who listen to the page. */
export function announce(sentence) {
  const place = document.getElementById('announce');
  if (place) place.textContent = sentence;
}
