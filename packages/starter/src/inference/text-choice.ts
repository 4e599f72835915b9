import { literal } from './grammar-terminals.ts';

/** Fewer texts are written out one after the other. */
const FEW = 8;
/** Texts that share their beginnings more often than so are written out too: rules within rules take the stack. */
const MOST_STEPS = 50;

/**
 * The body of a rule for one of many texts. Texts that begin alike share that beginning: for each token of an answer the
 * engine looks at every way in which it could go on, and two thousand of them take it a second. `rule` makes a rule of a
 * body and gives its name.
 */
export function textChoice(
  texts: readonly string[],
  rule: (body: string) => string,
  steps = 0,
): string {
  const distinct = [...new Set(texts)];
  if (distinct.length <= FEW || steps > MOST_STEPS) return distinct.map(literal).join(' | ');
  const groups = new Map<string, string[]>();
  for (const text of distinct) {
    const [first = ''] = text;
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [text]);
    else group.push(text);
  }
  const bodies = [...groups.values()].map((group) => {
    const [only = ''] = group;
    if (group.length === 1) return literal(only);
    const shared = sharedBeginning(group);
    const rests = group.map((text) => text.slice(shared.length));
    return `${literal(shared)} ${rule(textChoice(rests, rule, steps + 1))}`;
  });
  return bodies.join(' | ');
}

/** Of whole characters only. */
function sharedBeginning([first = '', ...others]: readonly string[]): string {
  let shared = '';
  for (const character of first) {
    const next = shared + character;
    if (!others.every((text) => text.startsWith(next))) break;
    shared = next;
  }
  return shared;
}
