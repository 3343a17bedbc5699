// SPDX-License-Identifier: Apache-2.0
// Lines over time, with drift marked, and the same as a table for those who do not see them.

import uPlot from './vendor/uPlot.esm.js';
import {colour} from './theme.js';
import {NONE, element, heading, known, row, time, timeOfDay} from './format.js';

const TABLE_ROWS = 40;
const MARK = {critical: 'bad', warning: 'warning', notice: 'busy', none: 'good'};

export class Chart {
  /**
   * @param card the section that the chart is in
   * @param lines what is drawn: key, label, colour, format; dash, scale and band where they are needed
   * @param options height; axis(value) and range of the left scale; right(value) of the right one; whether drift is marked
   */
  constructor(card, lines, options) {
    this.card = card;
    this.lines = lines;
    this.options = options;
    this.place = card.querySelector('.chart');
    this.place.setAttribute('role', 'img');
    this.none = element('p', {class: 'none', hidden: ''}, 'Nothing to show yet.');
    this.table = element('div', {class: 'list', role: 'region', tabindex: '0', hidden: '', id: `${card.id}-table`});
    const title = card.querySelector('h2').textContent;
    this.table.setAttribute('aria-label', `${title}, as a table`);
    this.toggle = element(
        'button', {type: 'button', class: 'small', 'aria-expanded': 'false', 'aria-controls': this.table.id}, 'Show as table');
    this.toggle.setAttribute('aria-label', `Show as table: ${title}`);
    this.toggle.addEventListener('click', () => this.showTable(this.table.hidden));
    card.querySelector('.head').append(this.toggle);
    card.append(this.none, this.table);
    this.marks = [];
    new ResizeObserver(() => this.resize()).observe(this.place);
  }

  showTable(wanted) {
    this.table.hidden = !wanted;
    this.toggle.setAttribute('aria-expanded', String(wanted));
    this.toggle.textContent = wanted ? 'Hide table' : 'Show as table';
    if (wanted) this.fill();
  }

  /** After the colours have changed. */
  recolour() {
    this.plot?.destroy();
    this.plot = null;
    this.draw();
  }

  /** @param spanSeconds that is shown, to the newest row */
  update(feed, spanSeconds) {
    const from = Math.max(0, feed.times.length - spanSeconds);
    this.times = feed.times.slice(from).map((ms) => ms / 1000);
    this.values = this.lines.map((line) => (line.of ? line.of(feed) : feed.series[line.key] ?? []).slice(from));
    this.marks = this.options.marks ? feed.drift.filter((note) => Date.parse(note.at) / 1000 >= (this.times[0] ?? 0)) : [];
    this.card.dataset.marks = String(this.marks.length);
    this.draw();
    this.describe();
    if (!this.table.hidden) this.fill();
  }

  draw() {
    if (!this.times) return;
    const present = this.lines.map((line, i) => this.values[i].some(known));
    const some = present.some(Boolean);
    this.none.hidden = some;
    this.place.hidden = !some;
    if (!some) return;
    const shape = present.join();
    if (!this.plot || this.shape !== shape) {
      this.plot?.destroy();
      this.shape = shape;
      this.shown = this.lines.map((line, i) => ({line, i})).filter(({i}) => present[i]);
      this.plot = new uPlot(this.config(), this.data(), this.place);
    } else {
      this.plot.setData(this.data());
    }
    // Where nothing is pointed at the legend tells the newest values.
    if (this.plot.cursor.left < 0) this.plot.setLegend({idx: this.times.length - 1});
  }

  data() {
    return [this.times, ...this.shown.map(({i}) => this.times.map((_, t) => this.values[i][t] ?? null))];
  }

  config() {
    const lines = this.shown.map(({line}) => line);
    const axis = {stroke: colour('quiet'), grid: {stroke: colour('grid'), width: 1}, ticks: {show: false}, font: '12px system-ui'};
    const right = lines.some((line) => line.scale === 'right');
    const left = lines.some((line) => line.scale !== 'right');
    return {
      width: Math.max(200, this.place.clientWidth),
      height: this.options.height ?? 200,
      cursor: {drag: {x: false, y: false}, points: {size: 6}},
      legend: {live: true},
      scales: {x: {time: true}, y: {range: this.options.range}, right: {range: this.options.rightRange ?? this.options.range}},
      axes: [
        {...axis, values: (_, ticks) => ticks.map((at) => timeOfDay(1000 * at)), space: 90, size: 32},
        ...(left ? [{...axis, values: (_, ticks) => ticks.map(this.options.axis), size: 62}] : []),
        ...(right ? [{...axis, scale: 'right', side: 1, grid: {show: false}, values: (_, ticks) => ticks.map(this.options.right), size: 58}] : []),
      ],
      series: [
        {label: 'time', value: (_, at) => (known(at) ? timeOfDay(1000 * at) : NONE)},
        ...lines.map((line) => ({
          label: line.label, stroke: colour(line.colour), width: line.edge ? 0 : 2, dash: line.dash, scale: line.scale ?? 'y',
          points: {show: false}, spanGaps: false, value: (_, value) => line.format(value),
        })),
      ],
      bands: this.bands(lines),
      hooks: {draw: [(plot) => this.drawMarks(plot)]},
    };
  }

  /** Between the two edges of what is not known exactly. */
  bands(lines) {
    const high = lines.findIndex((line) => line.edge === 'high');
    const low = lines.findIndex((line) => line.edge === 'low');
    return high < 0 || low < 0 ? [] : [{series: [high + 1, low + 1], fill: `${colour(lines[high].colour)}30`}];
  }

  drawMarks(plot) {
    const {ctx, bbox} = plot;
    ctx.save();
    for (const note of this.marks) {
      const x = Math.round(plot.valToPos(Date.parse(note.at) / 1000, 'x', true)) + .5;
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = ctx.fillStyle = colour(MARK[note.severity] ?? 'warning');
      ctx.lineWidth = devicePixelRatio * 1.5;
      ctx.setLineDash(note.kind === 'control' || note.kind === 'bundle' ? [2, 4] : [6, 3]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      ctx.beginPath();
      ctx.arc(x, bbox.top, 4 * devicePixelRatio, 0, 7);
      ctx.fill();
    }
    ctx.restore();
  }

  describe() {
    const said = this.lines.map((line, i) => ({line, value: this.values[i].findLast(known)}))
        .filter(({line, value}) => known(value) && !line.edge)
        .map(({line, value}) => `${line.label} ${line.format(value)}`);
    const marks = this.marks.length ? `; ${this.marks.length} drift events marked` : '';
    this.place.setAttribute('aria-label', said.length ? `Now ${said.join(', ')}${marks}.` : 'Nothing to show yet.');
  }

  fill() {
    const lines = this.lines.filter((line) => !line.edge);
    const all = this.lines.map((line, i) => ({line, i})).filter(({line}) => !line.edge);
    const numbers = lines.map((_, i) => i + 1);
    const step = Math.max(1, Math.ceil(this.times.length / TABLE_ROWS));
    const body = element('tbody');
    for (let t = this.times.length - 1; t >= 0; t -= step) {
      body.append(row([time(1000 * this.times[t]), ...all.map(({line, i}) => line.format(this.values[i][t]))], numbers));
    }
    this.table.replaceChildren(element('table', {}, heading(['time', ...lines.map((line) => line.label)], numbers), body));
  }

  resize() {
    if (this.plot && this.place.clientWidth > 0) this.plot.setSize({width: this.place.clientWidth, height: this.options.height ?? 200});
  }
}
