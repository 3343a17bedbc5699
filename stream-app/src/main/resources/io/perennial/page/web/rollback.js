// SPDX-License-Identifier: Apache-2.0
// Checkpoints, and going back to one of them: asked first, then sent as a command, then told by what became of it.

import {count, element, heading, number, row, time, timeOfDay} from './format.js';

const TOKEN = 'perennial-token';
const LOOK_EVERY_MS = 5000;

/** The address may bring the token behind its #; it does not stay there. */
export function takeToken() {
  const match = location.hash.match(/^#token=([\x21-\x7e]+)$/);
  if (match) {
    sessionStorage.setItem(TOKEN, match[1]);
    history.replaceState(null, '', location.pathname + location.search);
  }
}

export class Checkpoints {
  constructor() {
    this.table = document.getElementById('checkpoints');
    this.note = document.getElementById('note-checkpoints');
    this.outcome = document.getElementById('outcome');
    this.select = document.getElementById('partition');
    this.dialog = document.getElementById('rollback');
    this.problem = document.getElementById('rollback-problem');
    this.field = document.getElementById('token-field');
    this.rows = new Map();
    this.looked = 0;
    this.select.addEventListener('change', () => this.look());
    document.getElementById('rollback-cancel').addEventListener('click', () => this.dialog.close());
    this.dialog.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
  }

  partition() {
    return Number(this.select.value || 0);
  }

  update(now, notes) {
    this.now = now;
    this.choices(now.partitions.map((partition) => partition.partition));
    const published = now.checkpointsPublished ?? 0;
    const due = (this.failed || published !== this.published) && Date.now() - this.looked > LOOK_EVERY_MS;
    if (now.store && (this.looked === 0 || due)) {
      this.published = published;
      this.look();
    } else if (!now.store) {
      this.note.textContent = 'There is no store for checkpoints: set store.uri.';
    }
    this.answered(notes);
  }

  choices(numbers) {
    document.getElementById('partition-choice').hidden = numbers.length < 2;
    if (this.select.options.length === numbers.length) return;
    const chosen = this.select.value;
    this.select.replaceChildren(...numbers.map((n) => element('option', {value: n}, String(n))));
    if (numbers.includes(Number(chosen))) this.select.value = chosen;
  }

  async look() {
    this.looked = Date.now();
    try {
      const response = await fetch(`api/checkpoints?partition=${this.partition()}`);
      this.show(await response.json());
    } catch (e) {
      this.failed = true;
      this.note.textContent = `Not listed: ${e.message}`;
    }
  }

  show(answer) {
    this.failed = Boolean(answer.failure);
    if (answer.failure) {
      this.note.textContent = `Not listed: ${answer.failure}`;
      if (answer.checkpoints.length === 0) return;
    } else {
      this.note.textContent = this.now.control
        ? `${answer.checkpoints.length} in the store, the newest first.`
        : `${answer.checkpoints.length} in the store, the newest first. To go back from here set observe.control and observe.token.`;
    }
    if (!this.body) {
      this.body = element('tbody');
      const titles = ['step', 'made', 'model', 'distance', 'guard', ...(this.now.control ? [element('span', {class: 'hidden'}, 'Roll back')] : [])];
      this.table.replaceChildren(heading(titles, [0, 3]), this.body);
    }
    // Rows that stay are not touched: a button keeps the focus while checkpoints come and go.
    const wanted = new Set(answer.checkpoints.map((one) => one.version));
    for (const [version, line] of this.rows) {
      if (!wanted.has(version)) {
        line.remove();
        this.rows.delete(version);
      }
    }
    answer.checkpoints.forEach((one, i) => {
      if (!this.rows.has(one.version)) this.rows.set(one.version, this.row(one));
      const line = this.rows.get(one.version);
      if (this.body.children[i] !== line) this.body.insertBefore(line, this.body.children[i] ?? null);
    });
  }

  row(one) {
    const button = element('button', {
      type: 'button', class: 'small', 'aria-haspopup': 'dialog',
      'aria-label': `Roll back to step ${one.step}, made ${timeOfDay(one.created)}`}, 'Roll back…');
    button.addEventListener('click', () => this.ask(one));
    const distance = number(Number(one.figures.distance ?? NaN), 4);
    const line = row(
        [count(one.step), time(one.created), one.bundle, distance, one.figures.guard ?? 'none', ...(this.now.control ? [button] : [])], [0, 3]);
    line.dataset.version = one.version;
    line.dataset.step = one.step;
    return line;
  }

  ask(one) {
    this.asked = {to: one, partition: this.partition()};
    const at = this.now.partitions.find((p) => p.partition === this.partition());
    const undone = at && at.step > one.step ? ` ${count(at.step - one.step)} steps that were learned since are undone.` : '';
    document.getElementById('rollback-title').textContent = `Go back to step ${count(one.step)}?`;
    document.getElementById('rollback-text').textContent =
        `Partition ${this.partition()} is at step ${at ? count(at.step) : 'unknown'}. It goes back to what it knew at ${timeOfDay(one.created)}.`
        + `${undone} Events go on being answered, and learning goes on from there.`;
    this.problem.textContent = '';
    this.field.hidden = sessionStorage.getItem(TOKEN) !== null;
    this.dialog.showModal();
  }

  async send() {
    const field = document.getElementById('token');
    const token = sessionStorage.getItem(TOKEN) ?? field.value;
    const confirm = document.getElementById('rollback-confirm');
    confirm.disabled = true;
    try {
      const response = await fetch('control', {
        method: 'POST',
        headers: {'Content-Type': 'application/json', 'Authorization': `Bearer ${token}`},
        body: JSON.stringify({command: 'rollback', to: this.asked.to.version, partition: this.asked.partition, by: 'page'}),
      });
      if (response.status === 202) {
        sessionStorage.setItem(TOKEN, token);
        this.waiting = (await response.json()).id;
        this.outcome.textContent = `Asked to go back to step ${count(this.asked.to.step)}.`;
        this.dialog.close();
      } else {
        this.refused(response.status, await response.text());
      }
    } catch (e) {
      this.problem.textContent = `Not sent: ${e.message}`;
    } finally {
      field.value = '';
      confirm.disabled = false;
    }
  }

  refused(status, why) {
    if (status === 401) {
      sessionStorage.removeItem(TOKEN);
      this.field.hidden = false;
      document.getElementById('token').focus();
    }
    this.problem.textContent = why;
  }

  answered(notes) {
    const note = this.waiting && notes.find((one) => one.kind === 'control' && one.record.id === this.waiting);
    if (!note) return;
    this.waiting = null;
    this.outcome.textContent = note.record.outcome === 'applied'
      ? `Rolled back: step ${count(note.record.from.step)} → ${count(note.record.to.step)}.`
      : `Refused: ${note.record.reason}`;
    this.look();
  }
}
