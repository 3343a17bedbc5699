// SPDX-License-Identifier: Apache-2.0
// The figures at the top, partitions with their guard, and classes.

import {NONE, count, duration, element, heading, known, percent, row, time} from './format.js';

export function tiles(feed) {
  const {now} = feed;
  const counted = known(feed.latest('errorAdapted'));
  const word = counted ? 'error' : 'estimated error';
  const source = counted ? feed.latest('errorSource') : feed.latest('estimateSource');
  const adapted = counted ? feed.latest('errorAdapted') : feed.latest('estimateAdapted');
  const guards = now.partitions.map((partition) => partition.guard);
  const guard = ['open', 'half-open', 'closed', 'none'].find((state) => guards.includes(state)) ?? NONE;
  const steps = now.partitions.map((partition) => partition.step);
  const list = [
    ['events/s', count(feed.latest('events'))],
    ['lag', count(feed.latest('lag')), feed.latest('lag') > 1000 ? {'data-tone': 'warning'} : {}],
    ['event to prediction', duration(feed.latest('latency'))],
    [`${word}, source`, percent(source), {'data-of': 'source'}],
    [`${word}, adapted`, percent(adapted), {'data-of': 'adapted'}],
    ['step', steps.length ? count(Math.max(...steps)) : NONE, {id: 'step'}],
    ['guard', guard, {'data-tone': guard === 'open' ? 'bad' : guard === 'half-open' ? 'warning' : 'good', id: 'guard'}],
  ];
  const place = document.getElementById('tiles');
  if (place.children.length !== list.length) place.replaceChildren(...list.map(() => element('div', {}, element('dt'), element('dd'))));
  list.forEach(([name, value, attributes = {}], i) => {
    const tile = place.children[i];
    for (const [key, of] of Object.entries(attributes)) tile.setAttribute(key, of);
    tile.firstChild.textContent = name;
    tile.lastChild.textContent = value;
  });
}

export function partitions(now) {
  const table = document.getElementById('partitions');
  if (now.partitions.length === 0) {
    table.replaceChildren(element('tbody', {}, element('tr', {}, element('td', {}, 'No batch yet.'))));
    return;
  }
  const body = element('tbody');
  for (const p of now.partitions) {
    const guard = element('span', {}, p.guard);
    if (p.guardReason) guard.append(` (${p.guardReason}, since `, time(p.guardSince), ')');
    body.append(row([String(p.partition), count(p.step), p.servedBy, p.learns ? 'yes' : 'no', guard], [1]));
  }
  table.replaceChildren(heading(['partition', 'step', 'answers', 'learns', 'guard'], [1]), body);
}

export function classes(list) {
  document.getElementById('card-classes').hidden = list.length === 0;
  if (list.length === 0) return;
  const has = (key) => list.some((one) => known(one[key]));
  const most = Math.max(1e-9, ...list.flatMap((one) => [one.adapted, one.source, one.prior]).filter(known));
  const second = has('source') ? 'source' : 'prior';
  const body = element('tbody');
  for (const one of list) {
    const bars = element('div', {class: 'pair', 'aria-hidden': 'true'}, bar('a', one.adapted, most), bar('s', one[second], most));
    const line = row([one.name, bars, percent(one.adapted), percent(one[second]), ...(has('prior') && second !== 'prior' ? [percent(one.prior)] : [])], [2, 3, 4]);
    line.cells[1].className = 'bar';
    body.append(line);
  }
  const key = (kind, text) => element('span', {}, element('span', {class: `key ${kind}`, 'aria-hidden': 'true'}), text);
  const names = ['class', element('span', {class: 'hidden'}, 'as bars'), key('a', 'adapted'), key('s', second === 'prior' ? 'in training' : 'source')];
  document.getElementById('classes').replaceChildren(
      heading([...names, ...(has('prior') && second !== 'prior' ? ['in training'] : [])], [2, 3, 4]), body);
}

function bar(kind, share, most) {
  const made = element('i', {class: kind});
  made.style.width = `${known(share) ? 100 * share / most : 0}%`;
  return made;
}
