// SPDX-License-Identifier: Apache-2.0
// Puts the page together: what the service tells goes to each part of it, once a second.

import {Chart} from './charts.js';
import {HeatMap} from './heatmap.js';
import {Feed} from './stream.js';
import {Checkpoints, takeToken} from './rollback.js';
import {theme} from './theme.js';
import * as lists from './lists.js';
import * as tables from './tables.js';
import {count, number, percent, withTimes} from './format.js';

const id = (name) => document.getElementById(name);
const whole = (value) => count(value);
const share = (value) => percent(value, 0);
const three = (value) => number(value, 3);

/** An edge of the estimate's error bars. */
const edge = (sign) => (feed) => (feed.series.estimateAdapted ?? []).map((value, i) => {
  const margin = feed.series.marginAdapted?.[i];
  return value === null || margin === null || margin === undefined ? null : Math.min(1, Math.max(0, value + sign * margin));
});

const charts = [
  new Chart(id('card-error'), [
    {key: 'errorSource', label: 'source', colour: 'source', format: percent},
    {key: 'errorAdapted', label: 'adapted', colour: 'adapted', format: percent},
    {key: 'estimateSource', label: 'source, estimated', colour: 'source', dash: [6, 4], format: percent},
    {key: 'estimateAdapted', label: 'adapted, estimated', colour: 'adapted', dash: [6, 4], format: percent},
    {key: 'high', of: edge(1), label: 'at most', colour: 'adapted', format: percent, edge: 'high'},
    {key: 'low', of: edge(-1), label: 'at least', colour: 'adapted', format: percent, edge: 'low'},
  ], {height: 250, axis: share, range: (_, min, max) => [0, Math.min(1, Math.max(.1, max * 1.08))], marks: true}),
  new Chart(id('card-input'), [
    {key: 'events', label: 'events/s', colour: 'adapted', format: whole},
    {key: 'refused', label: 'dead letters/s', colour: 'source', format: (value) => number(value, 1)},
    {key: 'lag', label: 'lag', colour: 'third', scale: 'right', format: whole},
  ], {axis: whole, right: whole, range: (_, min, max) => [0, Math.max(10, max * 1.1)]}),
  new Chart(id('card-uncertainty'), [
    {key: 'entropy', label: 'entropy, nats', colour: 'adapted', format: three},
    {key: 'disagreement', label: 'disagrees with the source', colour: 'source', scale: 'right', format: percent},
    {key: 'abstained', label: 'abstained', colour: 'third', scale: 'right', format: percent},
  ], {axis: (value) => number(value, 2), right: share, range: (_, min, max) => [0, Math.max(.1, max * 1.1)], rightRange: [0, 1], marks: true}),
  new Chart(id('card-distance'), [
    {key: 'psi', label: 'input, PSI', colour: 'source', format: three},
    {key: 'divergence', label: 'predictions, nats', colour: 'third', format: three},
    {key: 'distance', label: 'weights, relative', colour: 'adapted', scale: 'right', format: (value) => number(value, 4)},
  ], {axis: (value) => number(value, 2), right: (value) => number(value, 4), range: (_, min, max) => [0, Math.max(.1, max * 1.1)],
    rightRange: (_, min, max) => [0, Math.max(.001, max * 1.1)], marks: true}),
];
const heat = new HeatMap(id('card-layers'));
const checkpoints = new Checkpoints();

function span() {
  return Number(document.querySelector('#span input:checked').value);
}

function sentence(now) {
  const place = id('sentence');
  if (place.dataset.text !== now.sentence) {
    place.dataset.text = now.sentence;
    place.replaceChildren(withTimes(now.sentence.replace(/ %/g, '\u00a0%')));
  }
  place.dataset.tone = now.tone;
  // A screen reader is told when the situation changes, not each time that a figure does.
  if (place.dataset.situation !== now.situation) {
    place.dataset.situation = now.situation;
    id('announcement').textContent = place.textContent;
  }
}

function told(changed) {
  const {now} = feed;
  id('about').textContent = `${now.application} · ${now.model} · ${now.method}`;
  sentence(now);
  tables.tiles(feed);
  tables.partitions(now);
  tables.classes(now.classes);
  if (changed.drift) lists.drift(feed.drift);
  if (changed.deadLetters) lists.deadLetters(feed.deadLetters);
  if (changed.events) lists.strip(feed.events, now.pictures);
  if (changed.layers) heat.update(feed.layers);
  checkpoints.update(now, feed.drift);
  charts.forEach((chart) => chart.update(feed, span()));
}

function connection(state) {
  const place = id('connection');
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  place.textContent = state === 'live' ? 'live' : 'connection lost, trying again';
}

takeToken();
theme(() => {
  charts.forEach((chart) => chart.recolour());
  if (heat.layers) heat.draw();
});
const feed = new Feed(told, connection);
for (const input of document.querySelectorAll('#span input')) {
  input.addEventListener('change', () => charts.forEach((chart) => chart.update(feed, span())));
}
