// SPDX-License-Identifier: Apache-2.0
// Values as words, and elements out of text: nothing that comes from the service is ever taken for markup.

const whole = new Intl.NumberFormat('en');
const clock = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false});

export const NONE = '–';

export const known = (value) => typeof value === 'number' && Number.isFinite(value);

export function count(value) {
  return known(value) ? whole.format(Math.round(value)) : NONE;
}

export function percent(share, digits = 1) {
  return known(share) ? `${(100 * share).toFixed(digits)} %` : NONE;
}

export function number(value, digits = 3) {
  if (!known(value)) return NONE;
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(1);
  return value.toFixed(digits);
}

export function duration(seconds) {
  if (!known(seconds)) return NONE;
  if (seconds < 1) return `${Math.round(1000 * seconds)} ms`;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
}

/** The reader's own time of day. */
export function timeOfDay(moment) {
  return clock.format(new Date(moment));
}

/** Text whose ISO-8601 times become <time> elements in the reader's own time. */
export function withTimes(text) {
  const iso = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
  const parts = document.createDocumentFragment();
  let from = 0;
  for (const match of text.matchAll(iso)) {
    parts.append(text.slice(from, match.index), time(match[0]));
    from = match.index + match[0].length;
  }
  parts.append(text.slice(from));
  return parts;
}

export function time(moment) {
  const iso = new Date(moment).toISOString();
  return element('time', {datetime: iso, title: iso}, timeOfDay(moment));
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function row(cells, numbers = []) {
  const tr = element('tr');
  cells.forEach((cell, i) => tr.append(element(
      i === 0 ? 'th' : 'td',
      {scope: i === 0 ? 'row' : undefined, class: numbers.includes(i) ? 'number' : undefined}, cell)));
  return tr;
}

export function heading(titles, numbers = []) {
  const tr = element('tr');
  titles.forEach((title, i) => tr.append(element('th', {scope: 'col', class: numbers.includes(i) ? 'number' : undefined}, title)));
  return element('thead', {}, tr);
}
