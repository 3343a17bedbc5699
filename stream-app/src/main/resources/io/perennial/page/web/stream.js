// SPDX-License-Identifier: Apache-2.0
// What the service tells: the last half hour at first, then a row a second. After a lost connection only what was missed.

const ROWS = 1800;
const COLUMNS = 300;
const AGAIN_AFTER_MS = 5000;

export class Feed {
  times = [];
  series = {};
  layers = null;
  now = null;
  drift = [];
  deadLetters = [];
  events = [];

  /**
   * @param told is called after each event of the service
   * @param connection is called with live or lost
   */
  constructor(told, connection) {
    this.told = told;
    this.connection = connection;
    // A browser has few connections to one host: a page that nobody sees lets go of its own.
    addEventListener('pagehide', () => this.close());
    addEventListener('pageshow', () => this.open());
    document.addEventListener('visibilitychange', () => (document.hidden ? this.close() : this.open()));
    this.open();
  }

  close() {
    this.source?.close();
    this.source = null;
  }

  open() {
    if (this.source || document.hidden) return;
    const source = new EventSource('api/stream');
    this.source = source;
    source.addEventListener('open', () => this.connection('live'));
    source.addEventListener('error', () => {
      this.connection('lost');
      if (source.readyState === EventSource.CLOSED && this.source === source) {
        this.close();
        setTimeout(() => this.open(), AGAIN_AFTER_MS);
      }
    });
    source.addEventListener('history', (event) => this.history(JSON.parse(event.data)));
    source.addEventListener('now', (event) => this.tick(JSON.parse(event.data)));
  }

  history(data) {
    if (data.continues) {
      this.append(data);
    } else {
      this.times = data.times;
      this.series = data.series;
    }
    this.layers = data.layers ?? null;
    this.take(data);
  }

  tick(data) {
    this.append(data);
    this.appendLayers(data.layers);
    this.take(data);
  }

  append(data) {
    const before = this.times.length;
    this.times.push(...data.times);
    for (const key of Object.keys(data.series)) {
      this.series[key] ??= new Array(before).fill(null);
    }
    for (const [key, values] of Object.entries(this.series)) {
      values.push(...(data.series[key] ?? new Array(data.times.length).fill(null)));
      if (values.length > ROWS) values.splice(0, values.length - ROWS);
    }
    if (this.times.length > ROWS) this.times.splice(0, this.times.length - ROWS);
  }

  appendLayers(next) {
    if (!next) return;
    const known = this.layers;
    if (!known || known.names.join('\n') !== next.names.join('\n')) {
      this.layers = next;
      return;
    }
    for (const key of ['times', 'distance', 'restored']) {
      known[key].push(...next[key]);
      if (known[key].length > COLUMNS) known[key].splice(0, known[key].length - COLUMNS);
    }
  }

  /** Lists that have not changed are not sent. */
  take(data) {
    this.now = data;
    this.drift = data.drift ?? this.drift;
    this.deadLetters = data.deadLetters ?? this.deadLetters;
    this.events = data.events ?? this.events;
    this.told({drift: 'drift' in data, deadLetters: 'deadLetters' in data, events: 'events' in data, layers: 'layers' in data});
  }

  /** The newest value of a series; null where it is not known. */
  latest(key) {
    return this.series[key]?.at(-1) ?? null;
  }
}
