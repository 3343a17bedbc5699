// SPDX-License-Identifier: Apache-2.0
// Drift events, dead letters, and the strip of recent events.

import {element, heading, number, percent, row, time, withTimes} from './format.js';

export function drift(notes) {
  const list = document.getElementById('drift');
  if (notes.length === 0) {
    list.replaceChildren(element('li', {}, 'None in this time.'));
    return;
  }
  list.replaceChildren(...notes.map((note) => element(
      'li', {'data-kind': note.kind, 'data-severity': note.severity, 'data-at': note.at},
      time(note.at), element('b', {}, note.kind), withTimes(note.text),
      ...(note.since ? [' ', withTimes(`(since ${note.since})`)] : []))));
}

export function deadLetters(letters) {
  const table = document.getElementById('letters');
  if (letters.length === 0) {
    table.replaceChildren(element('tbody', {}, element('tr', {}, element('td', {}, 'None.'))));
    return;
  }
  const body = element('tbody');
  for (const letter of letters) {
    const line = row([time(letter.at), letter.reason, `${letter.topic}-${letter.partition}-${letter.offset}`, letter.message]);
    line.lastChild.className = 'message';
    body.append(line);
  }
  table.replaceChildren(heading(['time', 'reason', 'record', 'what was refused']), body);
}

export function strip(events, pictures) {
  document.getElementById('card-strip').hidden = !pictures;
  document.getElementById('strip').replaceChildren(...events.map((event) => {
    const flags = [...(event.disagrees ? ['≠ source'] : []), ...(event.abstains ? ['unsure'] : [])];
    return element('li', {title: event.id}, picture(event), element('b', {}, event.label), percent(event.confidence, 0), ' ',
        element('span', {title: 'entropy in nats'}, `H ${number(event.entropy, 2)}`),
        ...flags.map((flag) => element('div', {class: 'flag'}, flag)));
  }));
}

function picture(event) {
  const canvas = element('canvas', {
    width: event.width, height: event.height, role: 'img', 'aria-label': `Event ${event.id}, predicted ${event.label}`});
  const bytes = Uint8Array.from(atob(event.pixels), (c) => c.charCodeAt(0));
  const context = canvas.getContext('2d');
  const image = context.createImageData(event.width, event.height);
  for (let i = 0; i < event.width * event.height; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = bytes[event.channels * i + (event.channels === 3 ? c : 0)];
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
