import { namesInCapitals, tellsOfAbsence, tellsOfUnit, withoutCode } from './doc-text.mjs';

/** What is missing of one member; `owner` is the symbol it belongs to. */
function memberProblems(row, owner) {
  const problems = [];
  const isInherited = row.inheritedFrom !== undefined;
  if (row.doc === '' && !isInherited) problems.push('has no doc comment');
  if (row.hasHiddenDoc)
    problems.push(
      'has doc comments within its type, which a table cannot show: give the type a name',
    );
  if (row.doc === '' || isInherited) return problems;
  const isTold = row.default !== undefined || tellsOfAbsence(row.doc) || tellsOfAbsence(owner.doc);
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
    const members = symbol.rows.flatMap((row) =>
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
