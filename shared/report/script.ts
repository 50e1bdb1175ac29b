/**
 * Runs before the keys are read: while they come, the browser must not lay them out again and again (10,000 keys: 4 s in place of 20 s).
 * Without script nothing is hidden.
 */
export const EARLY_SCRIPT = "document.documentElement.className = 'loading';"

/**
 * The report's script, as the browser runs it: sorting, filtering, and the details of large reports. It makes no markup of texts; the
 * details that it draws were escaped when the report was made. Filtered rows leave the document, so that ten thousand stay fluent. On paper
 * the first thousand of the filtered keys stand with all that is known of them, and the line above says how many there are.
 */
export const SCRIPT = String.raw`'use strict';
(() => {
  const STEP = 200;
  const PRINTED = 1000;
  const table = document.getElementById('keys');
  const form = document.getElementById('filters');
  const status = document.getElementById('status');
  const more = document.getElementById('more');
  const all = [...table.tBodies];
  const names = ['verdict', 'region', 'account', 'owner', 'rule', 'client', 'network'];
  // Of the others a key has several, with spaces between them.
  const single = names.slice(0, 4);
  let order = all;
  let limit = STEP;

  const matches = (body, wanted, words) =>
    wanted.every(([name, value]) =>
      single.includes(name) ? body.dataset[name] === value : (' ' + body.dataset[name] + ' ').includes(' ' + value + ' '),
    ) &&
    words.every((word) => body.dataset.search.includes(word));

  const show = () => {
    const wanted = names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value !== '');
    const words = form.elements.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = order.filter((body) => matches(body, wanted, words));
    const shown = found.slice(0, limit);
    table.replaceChildren(table.caption, table.tHead, ...shown);
    more.hidden = shown.length === found.length;
    status.textContent = status.dataset.text
      .replace('{matching}', found.length)
      .replace('{total}', all.length)
      .replace('{shown}', shown.length);
    for (const button of document.querySelectorAll('.totals button'))
      button.setAttribute('aria-pressed', String(button.dataset.verdict === form.elements.verdict.value));
  };

  const restart = () => {
    limit = STEP;
    show();
  };

  const sortBy = (head) => {
    const name = head.dataset.sort;
    const number = name === 'rank' || name === 'calls';
    const down = head.getAttribute('aria-sort') === 'ascending';
    for (const each of table.tHead.rows[0].cells) each.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const value = (body) => (number ? Number(body.dataset[name]) : body.dataset[name]);
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    // Who has no owner comes last, either way.
    const isNone = (body) => Number(value(body) === '-');
    order = [...order].sort((a, b) => isNone(a) - isNone(b) || compare(value(a), value(b)) * (down ? -1 : 1));
    restart();
  };

  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    button.addEventListener('click', () => sortBy(head));
    head.append(button);
  }
  table.tHead.rows[0].cells[0].setAttribute('aria-sort', 'ascending');

  for (const tile of document.querySelectorAll('.totals li')) {
    const { verdict } = tile.dataset;
    if (![...form.elements.verdict.options].some((option) => option.value === verdict)) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.verdict = verdict;
    button.append(...tile.childNodes);
    button.addEventListener('click', () => {
      form.elements.verdict.value = form.elements.verdict.value === verdict ? '' : verdict;
      restart();
    });
    tile.append(button);
  }

  const draw = (details) => {
    const data = details.querySelector('script');
    if (!data) return;
    const template = document.createElement('template');
    template.innerHTML = JSON.parse(data.textContent);
    data.replaceWith(template.content);
  };
  table.addEventListener('toggle', (event) => event.target.open && draw(event.target), true);

  let pause;
  form.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(restart, 120);
  });
  form.addEventListener('reset', () => setTimeout(restart));
  form.addEventListener('submit', (event) => event.preventDefault());
  more.addEventListener('click', () => {
    const before = limit;
    limit += STEP;
    show();
    table.tBodies[before]?.querySelector('summary').focus();
  });
  let opened = [];
  addEventListener('beforeprint', () => {
    limit = Math.max(limit, PRINTED);
    show();
    opened = [...table.querySelectorAll('.why>td>details:not([open])')];
    for (const details of opened) {
      draw(details);
      details.open = true;
    }
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false;
    restart();
  });
  form.hidden = false;
  show();
  document.documentElement.className = '';
})();
`
