// SPDX-License-Identifier: Apache-2.0
// Light or dark: as the system says, until somebody chooses.

const KEY = 'perennial-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function shown(choice) {
  return choice === 'auto' ? (system.matches ? 'dark' : 'light') : choice;
}

/** @param changed is called after the colours have changed */
export function theme(changed) {
  const inputs = document.querySelectorAll('#theme input');
  let choice = localStorage.getItem(KEY) ?? 'auto';
  const apply = () => {
    document.documentElement.dataset.theme = shown(choice);
    changed();
  };
  for (const input of inputs) {
    input.checked = input.value === choice;
    input.addEventListener('change', () => {
      choice = input.value;
      localStorage.setItem(KEY, choice);
      apply();
    });
  }
  system.addEventListener('change', apply);
  apply();
}

export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
