// QR codes by qr-creator, for what is read off the screen by a telephone.
import {h} from './dom.js';

/** What the largest code holds, in bytes, and how many dots it is drawn with: enough for each of its modules. */
const MOST = 2900, DOTS = 1080;

/** An empty place where the text is too long for a code, or the part that draws it is not installed. */
export function qrCode(text, label) {
  const place = h('span', {class: 'qr-place'});
  if (text.length <= MOST) import('/lib/qr-creator.js').then(library => {
    const canvas = h('canvas', {class: 'qr', role: 'img', 'aria-label': label, width: DOTS, height: DOTS});
    library.default.render({text, radius: 0, ecLevel: 'L', fill: '#000', background: '#fff', quiet: 2, size: DOTS}, canvas);
    place.append(canvas);
  }, () => {});
  return place;
}
