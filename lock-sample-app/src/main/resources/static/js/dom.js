/** Makes an element. Attributes that are true or false are set or left out; children are elements or text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'class') {
      made.className = value;
    } else if (key.startsWith('on')) {
      made.addEventListener(key.substring(2), value);
    } else if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children);
  return made;
}

export const byId = id => document.getElementById(id);

/** Writes only what is new, so that screen readers do not repeat what was said. */
export function write(where, text, className = '') {
  if (where.textContent !== text) {
    where.textContent = text;
  }
  where.className = className;
}

const NUMBERS = new Intl.NumberFormat('en', {maximumFractionDigits: 2});

export const number = value => NUMBERS.format(value);
