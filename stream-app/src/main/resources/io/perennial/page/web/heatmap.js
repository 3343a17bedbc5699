// SPDX-License-Identifier: Apache-2.0
// Distance and restored share by layer over time: a table whose rows each hold a strip of colours.

import {colour} from './theme.js';
import {element, heading, known, number, percent, row} from './format.js';

export class HeatMap {
  constructor(card) {
    this.card = card;
    this.table = card.querySelector('table');
    this.of = 'distance';
    for (const input of card.querySelectorAll('#layers-of input')) {
      input.addEventListener('change', () => {
        this.of = input.value;
        this.draw();
      });
    }
  }

  update(layers) {
    this.layers = layers;
    this.card.hidden = !layers;
    if (layers) this.draw();
  }

  draw() {
    const {names} = this.layers;
    if (this.names !== names.join('\n')) this.rows(names);
    const columns = this.layers[this.of];
    const most = Math.max(1e-9, ...columns.flat().filter(known));
    const now = columns.length - 1;
    names.forEach((_, i) => {
      this.paint(this.strips[i], columns.map((column) => column[i]), most);
      const cells = this.strips[i].closest('tr').cells;
      cells[2].textContent = number(this.layers.distance[now]?.[i], 4);
      cells[3].textContent = percent(this.layers.restored[now]?.[i]);
    });
  }

  rows(names) {
    this.names = names.join('\n');
    this.strips = names.map(() => element('canvas', {height: '1', 'aria-hidden': 'true'}));
    const body = element('tbody');
    names.forEach((name, i) => {
      const line = row([name, this.strips[i], '', ''], [2, 3]);
      line.cells[1].className = 'heat';
      body.append(line);
    });
    this.table.replaceChildren(heading(['layer', 'over time, newest at the right', 'distance', 'restored'], [2, 3]), body);
  }

  paint(canvas, values, most) {
    const width = Math.max(60, values.length);
    canvas.width = width;
    const context = canvas.getContext('2d');
    const low = parseFloat(colour('heat-low'));
    const high = parseFloat(colour('heat-high'));
    context.clearRect(0, 0, width, 1);
    values.forEach((value, i) => {
      if (!known(value)) return;
      context.fillStyle = `hsl(${colour('heat')} 75% ${low + (high - low) * Math.sqrt(value / most)}%)`;
      context.fillRect(width - values.length + i, 0, 1, 1);
    });
  }
}
