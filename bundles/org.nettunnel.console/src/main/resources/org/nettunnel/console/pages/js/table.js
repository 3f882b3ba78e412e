// A sortable list of rows, of which only the visible ones are elements: ten thousand rows cost what thirty do.
import {fill, h, id} from './dom.js';
import {icon} from './icons.js';
import {openMenu} from './menu.js';

const ROW = 34, AROUND = 8;

/**
 * columns: {label, width, right, sort(row), text(row) or draw(row) with sign(row)}. options: label, key(row), menu(row), open(row), pick(row),
 * blank (element shown without rows), sort ([column index, down]), onSort(column index, down).
 */
export class Table {
  #columns; #options; #rows = []; #shown = []; #made = new Map(); #sort; #chosen = null; #body; #scroll; #table; #heads; #blank; #above; #below; #pending = false; #words = '';

  constructor(columns, options) {
    this.#columns = columns;
    this.#options = options;
    this.#sort = options.sort ?? [0, false];
    this.#heads = columns.map((column, index) => this.#head(column, index));
    this.#above = this.#spacer();
    this.#below = this.#spacer();
    this.#body = h('tbody', {}, this.#above, this.#below);
    this.#table = h('table', {role: 'grid', 'aria-label': options.label, id: id('table')},
      h('colgroup', {}, columns.map(column => { const col = h('col'); if (column.width) col.style.width = column.width; return col; })),
      h('thead', {}, h('tr', {'aria-rowindex': '1'}, this.#heads)), this.#body);
    this.#table.style.minWidth = options.minWidth ?? '';
    this.#scroll = h('div', {class: 'rows', on: {scroll: () => this.#later()}}, this.#table);
    this.#blank = h('div', {hidden: true}, options.blank ?? '');
    this.element = h('div', {class: 'table'}, this.#scroll, this.#blank);
    this.#table.addEventListener('keydown', event => this.#key(event));
    this.observer = new ResizeObserver(() => this.#later());
    this.observer.observe(this.#scroll);
    this.#mark();
  }

  get chosen() { return this.#chosen === null ? null : this.#rows.find(row => this.#options.key(row) === this.#chosen) ?? null; }
  get count() { return this.#shown.length; }

  /** Shows these rows; elements of rows that stay are kept, with their focus. */
  set rows(rows) { this.#rows = rows; this.#arrange(); }

  /** Shows only rows with these words in what they show. */
  set words(words) { this.#words = words; this.#arrange(); }

  blank(element) { fill(this.#blank, element); }

  choose(key) {
    if (this.#chosen === key) return;
    this.#chosen = key;
    this.#draw();
    this.#options.pick?.(this.chosen);
  }

  close() { this.observer.disconnect(); }

  #head(column, index) {
    if (!column.sort) return h('th', {scope: 'col', class: column.right ? 'right' : null}, h('span', {}, column.unseen ? h('span', {class: 'unseen'}, column.label) : column.label));
    const button = h('button', {type: 'button', title: column.hint ?? null, on: {click: () => {
      this.#sort = [index, this.#sort[0] === index ? !this.#sort[1] : Boolean(column.right)];
      this.#mark();
      this.#arrange();
      this.#options.onSort?.(...this.#sort);
    }}}, column.label);
    return h('th', {scope: 'col', class: column.right ? 'right' : null}, button);
  }

  #mark() {
    this.#heads.forEach((head, index) => {
      head.querySelector('button svg')?.remove();
      if (index !== this.#sort[0]) { head.removeAttribute('aria-sort'); return; }
      head.setAttribute('aria-sort', this.#sort[1] ? 'descending' : 'ascending');
      head.querySelector('button')?.append(icon(this.#sort[1] ? 'down' : 'up'));
    });
  }

  #spacer() { return h('tr', {class: 'space', 'aria-hidden': 'true'}, h('td', {colspan: this.#columns.length})); }

  #arrange() {
    const [index, down] = this.#sort, value = this.#columns[index]?.sort ?? (() => 0), key = this.#options.key;
    const shown = this.#words ? this.#rows.filter(row => this.#haystack(row).includes(this.#words)) : [...this.#rows];
    shown.sort((a, b) => {
      const x = value(a), y = value(b);
      const order = typeof x === 'string' || typeof y === 'string' ? String(x).localeCompare(String(y), 'en', {numeric: true}) : (x ?? -Infinity) - (y ?? -Infinity);
      return (down ? -order : order) || (key(a) < key(b) ? -1 : 1);
    });
    this.#shown = shown;
    this.#table.setAttribute('aria-rowcount', shown.length + 1);
    const none = shown.length === 0;
    this.#scroll.hidden = none && this.#rows.length === 0;
    this.#blank.hidden = !none;
    if (this.#chosen !== null && !this.#rows.some(row => key(row) === this.#chosen)) this.choose(null);
    this.#draw();
  }

  #haystack(row) {
    return (this.#options.words?.(row) ?? this.#columns.map(column => column.text?.(row) ?? column.sort?.(row) ?? '').join(' ')).toLowerCase();
  }

  #later() {
    if (this.#pending) return;
    this.#pending = true;
    requestAnimationFrame(() => { this.#pending = false; this.#draw(); });
  }

  #draw() {
    const key = this.#options.key, height = this.#scroll.clientHeight || 600;
    const from = Math.max(0, Math.floor(this.#scroll.scrollTop / ROW) - AROUND);
    const to = Math.min(this.#shown.length, from + Math.ceil(height / ROW) + 2 * AROUND);
    const wanted = new Map();
    const focus = this.#shown.some(row => key(row) === this.#chosen) ? this.#chosen : this.#shown[from] ? key(this.#shown[0]) : null;
    let before = this.#above;
    for (let i = from; i < to; i++) {
      const row = this.#shown[i], name = key(row);
      const made = this.#made.get(name) ?? this.#make(name);
      wanted.set(name, made);
      this.#update(made, row, i, name === focus);
      if (before.nextSibling !== made.element) before.after(made.element);
      before = made.element;
    }
    for (const [name, made] of this.#made) if (!wanted.has(name)) made.element.remove();
    this.#made = wanted;
    this.#above.firstChild.style.height = `${from * ROW}px`;
    this.#below.firstChild.style.height = `${(this.#shown.length - to) * ROW}px`;
  }

  #make(name) {
    const cells = this.#columns.map(column => h('td', {class: [column.right && 'right', column.acts && 'acts', column.mono && 'mono'].filter(Boolean).join(' ') || null}));
    const element = h('tr', {class: 'row', on: {
      click: () => { this.choose(name); element.focus({preventScroll: true}); },
      focus: () => this.choose(name),
      dblclick: () => this.#open(name),
      contextmenu: event => { event.preventDefault(); this.choose(name); this.#menu(name, {x: event.clientX, y: event.clientY}, element); }}}, cells);
    return {element, cells, signs: []};
  }

  #update(made, row, index, focus) {
    this.#columns.forEach((column, i) => {
      const sign = column.draw ? column.sign ? column.sign(row) : column.sort(row) : column.text(row);
      if (made.signs[i] === sign && i in made.signs) return;
      made.signs[i] = sign;
      if (column.draw) fill(made.cells[i], column.draw(row));
      else { made.cells[i].textContent = sign ?? ''; if (String(sign ?? '').length > 14) made.cells[i].title = sign; }
    });
    made.element.setAttribute('aria-rowindex', index + 2);
    made.element.setAttribute('aria-selected', String(this.#options.key(row) === this.#chosen));
    made.element.tabIndex = focus ? 0 : -1;
  }

  #key(event) {
    const element = event.target.closest?.('tr.row');
    if (!element || event.target !== element) return;
    const key = this.#options.key, here = this.#shown.findIndex(row => key(row) === this.#chosen), page = Math.max(1, Math.floor(this.#scroll.clientHeight / ROW) - 2);
    const to = {ArrowDown: here + 1, ArrowUp: here - 1, PageDown: here + page, PageUp: here - page, Home: 0, End: this.#shown.length - 1}[event.key];
    if (to !== undefined) { event.preventDefault(); this.#go(Math.max(0, Math.min(to, this.#shown.length - 1))); }
    else if (event.key === 'Enter') { event.preventDefault(); this.#open(this.#chosen); }
    else if (event.key === 'ContextMenu' || event.key === 'F10' && event.shiftKey) {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      this.#menu(this.#chosen, {x: box.left + 40, y: box.bottom}, element);
    } else if (event.key === 'Delete') this.#options.remove?.(this.chosen);
  }

  #go(index) {
    const row = this.#shown[index];
    if (!row) return;
    const top = index * ROW, view = this.#scroll.clientHeight - ROW;
    if (top < this.#scroll.scrollTop) this.#scroll.scrollTop = top;
    else if (top + ROW > this.#scroll.scrollTop + view) this.#scroll.scrollTop = top + ROW - view;
    this.choose(this.#options.key(row));
    this.#draw();
    this.#made.get(this.#options.key(row))?.element.focus({preventScroll: true});
  }

  #row(name) { return this.#rows.find(row => this.#options.key(row) === name); }

  #open(name) { const row = this.#row(name); if (row) this.#options.open?.(row); }

  #menu(name, at, back) {
    const row = this.#row(name), items = row && this.#options.menu?.(row);
    if (items?.length) openMenu(at, this.#options.name?.(row) ?? '', items, back);
  }
}

/** A column with one button that opens the row's menu. */
export function actions(menuButton, label, items) {
  return {label: 'Actions', unseen: true, width: '44px', acts: true, sort: null, sign: () => 'menu', draw: row => menuButton(label(row), () => items(row))};
}
