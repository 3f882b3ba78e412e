// Numbers, sizes and times as people read them.
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

export function bytes(count) {
  if (!Number.isFinite(count)) return '–';
  let unit = 0, value = count;
  while (value >= 1000 && unit < UNITS.length - 1) { value /= 1000; unit++; }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(value >= 10 ? 1 : 2)} ${UNITS[unit]}`;
}

export const rate = perSecond => Number.isFinite(perSecond) ? `${bytes(Math.max(0, perSecond))}/s` : '–';

export const number = value => Number.isFinite(value) ? value.toLocaleString('en') : '–';

export function millis(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return value < 10 ? `${value.toFixed(2)} ms` : value < 1000 ? `${value.toFixed(1)} ms` : `${(value / 1000).toFixed(2)} s`;
}

export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${s % 60} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s % 86400 / 3600)} h`;
}

export const ago = instant => instant ? `${span((Date.now() - Date.parse(instant)) / 1000)}` : '–';

export function moment(instant) {
  if (!instant) return '–';
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? String(instant) : `${date.toLocaleDateString('sv')} ${date.toLocaleTimeString('sv')}`;
}

export function clock(instant) {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : `${date.toLocaleTimeString('sv')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

export const many = (count, one, more = `${one}s`) => `${number(count)} ${count === 1 ? one : more}`;

export const capital = word => word ? word[0].toUpperCase() + word.slice(1) : '';
