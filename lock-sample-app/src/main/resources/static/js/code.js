import {element} from './dom.js';

const TOKENS = new RegExp([
  /(?<c>\/\*[\s\S]*?\*\/|\/\/[^\n]*)/,
  /(?<s>"(?:\\.|[^"\\])*")/,
  /(?<a>@\w+)/,
  /\b(?<k>boolean|byte|catch|class|else|false|final|finally|for|if|implements|import|int|long|new|null|package|private|public|record|return|static|this|throw|throws|true|try|void|while)\b/,
].map(each => each.source).join('|'), 'g');

/** Shows Java code. */
export function showCode(code) {
  const pre = element('pre', {tabindex: '0', role: 'region', 'aria-label': code.file});
  let end = 0;
  for (const match of code.text.matchAll(TOKENS)) {
    const kind = Object.entries(match.groups).find(([, text]) => text !== undefined)[0];
    pre.append(code.text.substring(end, match.index), element('span', {class: kind}, match[0]));
    end = match.index + match[0].length;
  }
  pre.append(code.text.substring(end));
  return pre;
}
