import { namesInCapitals, tellsOfAbsence, tellsOfUnit, withoutCode } from './doc-text.mjs';

/** What is missing of one member; `owner` is the symbol it belongs to. */
function memberProblems(row, owner) {
  const problems = [];
  const isInherited = row.inheritedFrom !== undefined;
  // What stands within an object type is told with the member that has that type.
  const isWithin = row.name.includes('.');
  if (row.doc === '' && !isInherited && !isWithin) problems.push('has no doc comment');
  if (row.hasHiddenDoc)
    problems.push(
      'has doc comments within its type, which a table cannot show: give the type a name',
    );
  if (row.doc === '' || isInherited) return problems;
  // Nothing is ended and nobody is called where these are not given.
  const isPlain = row.name === 'signal' || /^on[A-Z]/.test(row.name);
  const isTold =
    isPlain || row.default !== undefined || tellsOfAbsence(row.doc) || tellsOfAbsence(owner.doc);
  if (row.isOptional && !isTold)
    problems.push('is optional, and says neither its default nor what it means that it is absent');
  if (row.type === 'number' && !tellsOfUnit(row.name, row.doc))
    problems.push('is a number without a unit or a range');
  return problems;
}

/**
 * What the page of these symbols would leave out or say wrongly, each as a sentence that names the symbol. `thrownCodes`
 * are the codes of the provider package, `errorCodes` all that there are, `knownNames` other names in capitals.
 */
export function findProblems(symbols, { errorCodes, thrownCodes, knownNames }) {
  return symbols.flatMap((symbol) => {
    const own = symbol.doc === undefined ? [`${symbol.name} has no doc comment`] : [];
    // What the graph package says of the members of its types is its own affair.
    const rows = symbol.path.startsWith('runtime/') ? symbol.rows : [];
    const members = rows.flatMap((row) =>
      memberProblems(row, symbol).map((problem) => `${symbol.name}.${row.name} ${problem}`),
    );
    const texts = [
      symbol.doc,
      ...symbol.rows.filter((row) => !row.inheritedFrom).map(({ doc }) => doc),
    ];
    const names = new Set(texts.flatMap((text) => namesInCapitals(text)));
    const wrong = [...names].flatMap((name) => {
      if (errorCodes.includes(name))
        return thrownCodes.includes(name) || !symbol.path.startsWith('runtime/')
          ? []
          : [`${symbol.name} speaks of ${name}, which nothing of the package throws`];
      // What is set as code may be an example of anything.
      return knownNames.has(name) ||
        !texts.some((text) => namesInCapitals(withoutCode(text)).includes(name))
        ? []
        : [`${symbol.name} speaks of ${name}, which is no error code, variable or constant`];
    });
    const lost = symbol.lostReferences.map(
      (name) => `${symbol.name} sends its reader to ${name}, which is not on the page`,
    );
    return [...own, ...members, ...wrong, ...lost];
  });
}
